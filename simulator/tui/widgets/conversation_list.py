"""The list of buyers with their waiting clocks. One line-API widget: a tick repaints the rows whose clock moved and nothing else."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from simulator.tui.text import fit, minutes
from simulator.tui.theme import Palette, avatar, ink, mix, on, palette
from simulator.tui.widgets.bubbles import initial
from simulator.tui.words import words_of
from simulator.views import ConversationView

SOON_S, PRESSING_S, LATE_S = 30, 60, 120
"""From when on a wait is shown as pressing, urgent, late. Two minutes is what scoring counts as a long wait."""


def wait_style(waiting_s: float, colours: Palette, ground: str) -> tuple[str, Style]:
    """Returns a waiting clock and its style; a late one also carries a mark, for those who do not see the colour."""
    if waiting_s >= LATE_S:
        return f"!{minutes(waiting_s)} ", ink(on(colours.error), colours.error, bold=True)
    colour = colours.error if waiting_s >= PRESSING_S else colours.warning if waiting_s >= SOON_S else colours.success
    return f" {minutes(waiting_s)} ", ink(colour, ground, bold=True)


class ConversationList(ScrollView, can_focus=True):
    """The buyers at the desk; one of them is selected."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        *[Binding(str(number), f"pick({number - 1})", show=False) for number in range(1, 10)],
    ]

    class Selected(Message):
        """Another buyer was picked."""

        def __init__(self, conversation_id: str) -> None:
            self.conversation_id = conversation_id
            super().__init__()

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._rows: tuple[ConversationView, ...] = ()
        self._index = 0
        self._hover = -1

    @property
    def several(self) -> bool:
        """Whether there is more than one buyer to pick from."""
        return len(self._rows) > 1

    @property
    def selected(self) -> ConversationView | None:
        return self._rows[self._index] if self._index < len(self._rows) else None

    @property
    def _row_height(self) -> int:
        return 3 if self.size.width >= 28 and self.app.size.height >= 32 else 2

    def show(self, conversations: tuple[ConversationView, ...]) -> None:
        """Shows `conversations`, repainting only the rows that look different from before."""
        before, self._rows = self._rows, conversations
        if [row.id for row in before] != [row.id for row in conversations]:
            self._measure()
            self.refresh()
            return
        top, height = self.scroll_offset.y, self._row_height
        changed = [
            Region(0, index * height - top, self.size.width, height)
            for index, (old, new) in enumerate(zip(before, conversations, strict=True))
            if _looks(old) != _looks(new) and -height < index * height - top < self.size.height
        ]
        if changed:
            self.refresh(*changed)

    def pick(self, index: int) -> None:
        """Selects the buyer at `index`; an index out of range changes nothing."""
        if not 0 <= index < len(self._rows) or index == self._index:
            return
        self._index = index
        self.scroll_to_region(Region(0, index * self._row_height, 1, self._row_height), animate=False)
        self.refresh()
        self.post_message(self.Selected(self._rows[index].id))

    def pick_most_urgent(self) -> None:
        """Selects the buyer who has waited longest."""
        waits = [-1.0 if row.waiting_s is None else row.waiting_s for row in self._rows]
        if waits and max(waits) >= 0:
            self.pick(waits.index(max(waits)))

    def action_move(self, step: int) -> None:
        if self._rows:
            self.pick((self._index + step) % len(self._rows))

    def action_pick(self, index: int) -> None:
        self.pick(index)

    def on_resize(self) -> None:
        self._measure()

    def _measure(self) -> None:
        self.virtual_size = Size(self.size.width, len(self._rows) * self._row_height)

    def on_click(self, event: events.Click) -> None:
        self.pick((event.y + self.scroll_offset.y) // self._row_height)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self._hover_over((event.y + self.scroll_offset.y) // self._row_height)

    def on_leave(self) -> None:
        self._hover_over(-1)

    def _hover_over(self, index: int) -> None:
        if index != self._hover:
            self._hover = index
            self.refresh()

    def render_line(self, y: int) -> Strip:
        colours, width = palette(self.app), self.size.width
        index, part = divmod(y + self.scroll_offset.y, self._row_height)
        if index >= len(self._rows) or width < 8:
            return Strip.blank(width, ink(colours.foreground, colours.surface))
        row, chosen = self._rows[index], index == self._index
        ground = mix(colours.surface, colours.primary, 0.24) if chosen else colours.panel if index == self._hover else colours.surface
        edge = Segment("▎" if chosen else " ", ink(colours.primary, ground, bold=True))
        face = avatar(row.nick)
        if self._row_height == 3:
            picture = [
                Segment("▄▄▄▄", ink(face, ground)),
                Segment(f" {initial(row.nick)} ", ink(on(face), face, bold=True)),
                Segment("▀▀▀▀", ink(face, ground)),
            ]
            lead = [edge, picture[part], Segment("  ", ink(face, ground))]
        else:
            lead = [edge, Segment("▌ ", ink(face, ground))]
        room = width - sum(piece.cell_length for piece in lead) - 1
        body = [self._name_line, self._preview_line, self._blank_line][part](row, room, ground, chosen)
        return Strip([*lead, *body, Segment(" ", ink(face, ground))], width)

    def _name_line(self, row: ConversationView, room: int, ground: str, chosen: bool) -> list[Segment]:
        colours = palette(self.app)
        words = words_of(self)
        if row.ended:
            clock, style = f" {words('list.ended')}", ink(colours.faint, ground)
        elif row.waiting_s is None:
            clock, style = f" {words('list.answered')}", ink(colours.muted, ground)
        else:
            clock, style = wait_style(row.waiting_s, colours, ground)
        room -= cell_len(clock)
        name = Segment(fit(row.nick, room), ink(colours.muted if row.ended else colours.foreground, ground, bold=True))
        tag = row.tags[0] if row.tags else ""
        if tag and self._row_height == 3 and cell_len(row.nick) + cell_len(tag) + 2 <= room:
            name = Segment(f"{row.nick} ", name.style)
            return [name, Segment(fit(tag, room - name.cell_length), ink(colours.secondary, ground)), Segment(clock, style)]
        return [name, Segment(clock, style)]

    def _preview_line(self, row: ConversationView, room: int, ground: str, chosen: bool) -> list[Segment]:
        colours = palette(self.app)
        badge = [] if chosen or not row.unread else [Segment(f" {min(row.unread, 99)} ", ink(on(colours.error), colours.error, bold=True))]
        used = sum(piece.cell_length for piece in badge) + len(badge)
        if row.typing:
            text, colour = words_of(self)("chat.typing"), colours.primary
        else:
            text, colour = _preview(row, words_of(self)("chat.me")), colours.foreground if badge else colours.muted
        gap = [Segment(" ", ink(colour, ground))] if badge else []
        return [Segment(fit(text, room - used), ink(colour, ground)), *gap, *badge]

    def _blank_line(self, row: ConversationView, room: int, ground: str, chosen: bool) -> list[Segment]:
        return [Segment(" " * room, ink(palette(self.app).faint, ground))]


def _preview(row: ConversationView, me: str) -> str:
    for entry in reversed(row.bubbles):
        if entry.kind in ("buyer", "agent", "auto"):
            return entry.text if entry.kind == "buyer" else f"{me}: {entry.text}"
    return ""


def _looks(row: ConversationView) -> tuple[object, ...]:
    """Returns all that a row shows."""
    whole = None if row.waiting_s is None else int(row.waiting_s)
    return row.nick, row.tags, whole, row.unread, row.typing, row.ended, len(row.bubbles)
