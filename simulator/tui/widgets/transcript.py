"""The chat of one conversation: cached strips, so that a thousand messages scroll as fast as ten."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from simulator.tui.theme import ink, on, palette
from simulator.tui.widgets.bubbles import BubblePainter, belongs
from simulator.tui.words import words_of
from simulator.views import Bubble, ConversationView


class Transcript(ScrollView, can_focus=True):
    """Shows a conversation; stays at its end while the reader is there, and else says how much came in below."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("home", "scroll_home", show=False),
        Binding("end", "scroll_end", show=False),
    ]

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._conversation: ConversationView | None = None
        self._strips: list[Strip] = []
        self._groups: list[tuple[int, int]] = []
        """(first entry, first strip) of every group, so that a new entry repaints its own group only."""
        self._tail: list[Strip] = []
        self._painter: BubblePainter | None = None
        self._painted_as: tuple[object, ...] = ()
        self._step = 0
        self._unseen = 0

    def show(self, conversation: ConversationView) -> None:
        """Shows `conversation`, repainting no more than what changed since the last call."""
        before, self._conversation = self._conversation, conversation
        width = self.scrollable_content_region.width
        if width <= 0:
            return
        roomy = self.app.size.height >= 32 and width >= 48
        words = words_of(self)
        painted_as = (conversation.id, conversation.nick, width, roomy, self.app.theme, words)
        if before is None or painted_as != self._painted_as or not _continues(before.bubbles, conversation.bubbles):
            self._painter = BubblePainter(palette(self.app), width, roomy, conversation.nick, words)
            self._painted_as = painted_as
            self._strips, self._groups, self._unseen = [], [], 0
            self._append(conversation.bubbles, 0)
            self._settle(conversation.typing, to_end=True)
            self.refresh()
        elif len(before.bubbles) != len(conversation.bubbles):
            at_end = self._at_end
            mine = conversation.bubbles[-1].kind != "buyer"
            self._unseen = 0 if at_end or mine else self._unseen + len(conversation.bubbles) - len(before.bubbles)
            self._reopen_last_group(conversation.bubbles)
            self._settle(conversation.typing, to_end=at_end or mine)
            self.refresh()
        elif conversation.typing or before.typing:
            self._step += 1
            self._settle(conversation.typing, to_end=self._at_end)
            self.refresh()

    def repaint(self) -> None:
        """Paints everything anew, as after a change of theme or size."""
        if self._conversation is not None:
            self._painted_as = ()
            self.show(self._conversation)

    @property
    def _at_end(self) -> bool:
        return self.scroll_offset.y >= self.max_scroll_y - 1

    def _append(self, entries: tuple[Bubble, ...], start: int) -> None:
        assert self._painter is not None
        while start < len(entries):
            end = start + 1
            while end < len(entries) and belongs(entries[start], entries[end]):
                end += 1
            self._groups.append((start, len(self._strips)))
            self._strips += self._painter.group(entries[start:end])
            start = end

    def _reopen_last_group(self, entries: tuple[Bubble, ...]) -> None:
        start, strip = self._groups.pop() if self._groups else (0, 0)
        del self._strips[strip:]
        self._append(entries, start)

    def _settle(self, typing: bool, *, to_end: bool) -> None:
        """Takes up the new height."""
        assert self._painter is not None
        self._tail = self._painter.typing(self._step) if typing else []
        size = Size(self.scrollable_content_region.width, len(self._strips) + len(self._tail))
        if size != self.virtual_size:
            self.virtual_size = size
        if to_end:
            self.scroll_end(animate=False, immediate=True)

    def on_resize(self) -> None:
        if self._conversation is not None:
            self.show(self._conversation)
            if not self._unseen:
                self.scroll_end(animate=False, immediate=True)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if self._unseen and self._at_end:
            self._unseen = 0
            self.refresh()

    def on_click(self, event: events.Click) -> None:
        if self._unseen and event.y >= self.size.height - 1:
            self.scroll_end(animate=False)

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        colours = palette(self.app)
        if self._unseen and y == self.size.height - 1:
            return self._more_below(width)
        line = y + self.scroll_offset.y
        strips = self._strips
        if line < len(strips):
            strip = strips[line]
        elif line - len(strips) < len(self._tail):
            strip = self._tail[line - len(strips)]
        else:
            return Strip.blank(width, ink(colours.foreground, colours.surface))
        return strip.apply_offsets(self.scroll_offset.x, line)

    def _more_below(self, width: int) -> Strip:
        colours = palette(self.app)
        label = f" ↓ {words_of(self)('chat.more_below', n=self._unseen)} "
        ground = ink(colours.foreground, colours.surface)
        pill = Segment(label, ink(on(colours.primary), colours.primary, bold=True))
        side = (width - pill.cell_length) // 2
        return Strip([Segment(" " * side, ground), pill, Segment(" " * (width - side - pill.cell_length), ground)], width)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        text = "\n".join(strip.text.rstrip() for strip in self._strips)
        return selection.extract(text), "\n"


def _continues(before: tuple[Bubble, ...], now: tuple[Bubble, ...]) -> bool:
    """Returns whether `now` only adds entries to `before`."""
    return len(now) >= len(before) and (not before or (now[0] == before[0] and now[len(before) - 1] == before[-1]))
