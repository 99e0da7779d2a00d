"""A scrolling page of text, for screens that are read: briefing, debrief, progress."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from simulator.tui.widgets.panel import Panel


class Sheet(VerticalScroll):
    """Shows one text, as wide as its `room`; the keyboard scrolls it."""

    def __init__(self, *, id: str, can_focus: bool = True) -> None:
        super().__init__(id=id, classes="sheet", can_focus=can_focus)
        self._text = Panel(id=f"{id}-text")

    def compose(self) -> ComposeResult:
        yield self._text

    @property
    def room(self) -> int:
        """How many cells a line may have."""
        return max(16, self.scrollable_content_region.width)

    def show(self, content: Content) -> None:
        self._text.show(content)
