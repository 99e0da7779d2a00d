"""How the entries of a chat look: bubbles, notices and coach notes as strips of cells. Pure: same entries, same width, same strips."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from simulator.tui.text import balance, fit, wrap_cjk
from simulator.tui.theme import Palette, avatar, ink, mix, on
from simulator.views import Bubble
from simulator.words import Words

_TOGETHER_S = 120.0
"""Entries of the same side this close together stand under one name."""


def belongs(first: Bubble, entry: Bubble) -> bool:
    """Returns whether `entry` stands in the group that `first` opened."""
    return entry.kind == first.kind and entry.kind in ("buyer", "agent", "auto") and entry.at - first.at < _TOGETHER_S


def initial(nick: str) -> str:
    """Returns the two or one cells of a nick that stand in its avatar."""
    first = next((letter.upper() for letter in nick if letter.isalnum()), "?")
    return first if cell_len(first) == 2 else f"{first} "


class BubblePainter:
    """Paints groups of entries at one width. `roomy`: with avatars and rounded bubbles, else flat ones with a coloured edge."""

    def __init__(self, palette: Palette, width: int, roomy: bool, nick: str, words: Words) -> None:
        self._palette, self._width, self._roomy, self._nick, self._words = palette, width, roomy, nick, words
        self._ground = palette.surface
        self._left = 7 if roomy else 1
        self._bubble_width = max(12, min(int(width * (0.74 if width > 60 else 0.86)), 76))
        self._painters: dict[str, Callable[[Sequence[Bubble]], list[Strip]]] = {
            "buyer": self._buyer,
            "agent": self._agent,
            "auto": self._agent,
            "notice": self._notice,
            "action": self._notice,
            "coach": self._coach,
        }

    def group(self, entries: Sequence[Bubble]) -> list[Strip]:
        """Returns the strips of a group of entries of one kind, with the blank line that closes it."""
        return [*self._painters[entries[0].kind](entries), self.blank()]

    def blank(self) -> Strip:
        return Strip.blank(self._width, ink(self._palette.foreground, self._ground))

    def typing(self, step: int) -> list[Strip]:
        """Returns the line that says that the buyer is typing; `step` moves its dots."""
        palette = self._palette
        dots = [Segment("•", ink(palette.primary if step % 3 == dot else palette.faint, self._ground, bold=True)) for dot in range(3)]
        spaced = [piece for dot in dots for piece in (dot, self._space(1))]
        words = Segment(self._words("chat.typing"), ink(palette.muted, self._ground))
        return [self._line([self._space(self._left), *spaced, words]), self.blank()]

    def _line(self, segments: Sequence[Segment]) -> Strip:
        return Strip([*segments, self._space(self._width - sum(part.cell_length for part in segments))], self._width).crop(0, self._width)

    def _space(self, cells: int) -> Segment:
        return Segment(" " * max(0, cells), ink(self._palette.foreground, self._ground))

    def _rows(self, text: str, colour: str, edge: str | None) -> tuple[list[list[Segment]], int]:
        """Returns the rows of one bubble and its width; `edge` colours the left cell of a flat bubble."""
        lines = balance(text, self._bubble_width - 4)
        width = max(map(cell_len, lines)) + 4
        style = ink(on(colour), colour) if colour == self._palette.bubble_agent else ink(self._palette.foreground, colour)
        if self._roomy:
            cap = ink(colour, self._ground)
            body = [[Segment("  " + fit(line, width - 4) + "  ", style)] for line in lines]
            return [[Segment("▗" + "▄" * (width - 2) + "▖", cap)], *body, [Segment("▝" + "▀" * (width - 2) + "▘", cap)]], width
        mark = Segment("▌" if edge else " ", Style(color=edge or colour, bgcolor=colour))
        return [[mark, Segment(" " + fit(line, width - 4) + "  ", style)] for line in lines], width

    def _buyer(self, entries: Sequence[Bubble]) -> list[Strip]:
        palette, face = self._palette, avatar(self._nick)
        name = Segment(fit(self._nick, min(cell_len(self._nick), self._width - 16)), ink(palette.muted, self._ground))
        strips = [self._line([self._space(self._left), name, Segment(f"  {entries[0].clock}", ink(palette.faint, self._ground))])]
        picture = [
            Segment("▄▄▄▄", ink(face, self._ground)),
            Segment(f" {initial(self._nick)} ", ink(on(face), face, bold=True)),
            Segment("▀▀▀▀", ink(face, self._ground)),
        ]
        for number, entry in enumerate(entries):
            rows, width = self._rows(entry.text, palette.bubble_buyer, face)
            for index, row in enumerate(rows):
                beside = self._roomy and number == 0 and index < len(picture)
                gutter = [self._space(1), picture[index], self._space(self._left - 5)] if beside else [self._space(self._left)]
                strips.append(self._line([*gutter, *row]))
            if not self._roomy and number < len(entries) - 1:
                strips.append(self._line([self._space(self._left), Segment("▀" * width, ink(palette.bubble_buyer, self._ground))]))
        return strips

    def _agent(self, entries: Sequence[Bubble]) -> list[Strip]:
        palette = self._palette
        automatic = entries[0].kind == "auto"
        colour = mix(palette.panel, palette.primary, 0.12) if automatic else palette.bubble_agent
        right = 3 if self._roomy else 2
        who = self._words("chat.auto" if automatic else "chat.me")
        name = [Segment(f"{entries[0].clock}  ", ink(palette.faint, self._ground)), Segment(who, ink(palette.muted, self._ground))]
        strips = [self._line([self._space(self._width - right - sum(part.cell_length for part in name)), *name])]
        for number, entry in enumerate(entries):
            rows, width = self._rows(entry.text, colour, None)
            indent = self._space(self._width - width - right)
            strips += [self._line([indent, *row]) for row in rows]
            if not self._roomy and number < len(entries) - 1:
                strips.append(self._line([indent, Segment("▀" * width, ink(colour, self._ground))]))
        return strips

    def _notice(self, entries: Sequence[Bubble]) -> list[Strip]:
        palette, strips = self._palette, []
        for entry in entries:
            text = ink(palette.secondary if entry.kind == "action" else palette.muted, self._ground)
            lines = wrap_cjk(f"{entry.clock}  {entry.text}", max(16, self._width - 16))
            for index, line in enumerate(lines):
                rule = "────" if index == 0 else "    "
                side = max(0, (self._width - cell_len(line) - 10) // 2)
                stroke = Segment(rule, ink(palette.line, self._ground))
                strips.append(self._line([self._space(side), stroke, Segment(f" {line} ", text), stroke]))
        return strips

    def _coach(self, entries: Sequence[Bubble]) -> list[Strip]:
        palette, strips = self._palette, []
        width = min(self._width - (8 if self._roomy else 4), 84)
        indent = self._space((self._width - width) // 2)
        label = self._words("chat.coach")
        for entry in entries:
            for index, line in enumerate(wrap_cjk(f"{label}  {entry.text}", width - 4)):
                head, rest = (label, line[len(label) :]) if index == 0 else ("", line)
                body = Segment(fit(rest, width - 2 - cell_len(head)), ink(palette.foreground, palette.coach))
                bar = Segment("▌ ", ink(palette.success, palette.coach))
                strips.append(self._line([indent, bar, Segment(head, ink(palette.success, palette.coach, bold=True)), body]))
        return strips
