"""A choice among a few values on one line, made with the arrow keys or the mouse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from simulator.tui.widgets.panel import Panel


class Choice(Panel, can_focus=True):
    """Shows (value, words) side by side with one of them chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", show=False),
        Binding("right,space", "step(1)", "change", key_display="←→"),
    ]

    class Changed(Message):
        """Another value was chosen."""

        def __init__(self, choice: Choice, value: str) -> None:
            self.choice, self.value = choice, value
            super().__init__()

        @property
        def control(self) -> Choice:
            return self.choice

    def __init__(self, options: Sequence[tuple[str, str]], value: str, *, id: str) -> None:
        super().__init__(id=id, classes="choice")
        self._options = tuple(options)
        self._value = value
        self._spots: list[tuple[int, int, int]] = []

    @property
    def value(self) -> str:
        return self._value

    def offer(self, options: Sequence[tuple[str, str]], value: str) -> None:
        """Shows other options, without a message."""
        self._options, self._value = tuple(options), value
        self._paint()

    def on_mount(self) -> None:
        self._paint()

    def on_resize(self) -> None:
        self._paint()

    def on_focus(self) -> None:
        self._paint()

    def on_blur(self) -> None:
        self._paint()

    def action_step(self, step: int) -> None:
        values = [value for value, _ in self._options]
        index = values.index(self._value) if self._value in values else 0
        self._choose((index + step) % len(values))

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        for start, end, index in self._spots:
            if offset is not None and offset.y * max(1, self.size.width) + offset.x in range(start, end):
                self._choose(index)

    def _choose(self, index: int) -> None:
        value = self._options[index][0]
        if value != self._value:
            self._value = value
            self._paint()
            self.post_message(self.Changed(self, value))

    def _paint(self) -> None:
        """Lays the options out in as many lines as they need."""
        width = max(10, self.size.width)
        rows: list[list[Content]] = [[]]
        used = 0
        self._spots.clear()
        for index, (value, words) in enumerate(self._options):
            size = cell_len(words) + 3
            if used and used + size > width:
                rows.append([])
                used = 0
            start = (len(rows) - 1) * width + used
            self._spots.append((start, start + size - 1, index))
            chosen = value == self._value
            style = (
                ("bold $background on $primary" if self.has_focus else "bold $foreground on $primary 35%") if chosen else "$muted on $panel"
            )
            rows[-1].append(Content.assemble((f" {words} ", style), " "))
            used += size
        self.show(Content("\n").join([Content("").join(row) for row in rows]))
