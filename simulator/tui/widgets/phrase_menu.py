"""The popup of quick phrases above the chat input. The input keeps the focus and drives it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from simulator.tui.text import fit
from simulator.tui.words import words_of
from simulator.views import PhraseView


class PhraseMenu(OptionList, can_focus=False):
    """Offers phrases; hidden while there is nothing to offer."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, markup=False)
        self._phrases: tuple[PhraseView, ...] = ()
        self.display = False

    @property
    def is_open(self) -> bool:
        return bool(self.display)

    @property
    def chosen(self) -> PhraseView | None:
        return None if self.highlighted is None else self._phrases[self.highlighted]

    def offer(self, phrases: Sequence[PhraseView]) -> None:
        """Shows `phrases` with the first one highlighted."""
        words = words_of(self)
        self.border_title = Content(words("phrases.title"))
        self.border_subtitle = Content(words("phrases.keys"))
        self._phrases = tuple(phrases)
        self.clear_options()
        self.display = bool(phrases)
        if phrases:
            # While hidden it has no width of its own; the input below is as wide.
            room = max(12, (self.parent.size.width if self.parent is not None else 60) - 31)  # type: ignore[attr-defined]
            self.add_options([Option(_row(number, phrase, room)) for number, phrase in enumerate(phrases, 1)])
            self.highlighted = 0

    def close(self) -> None:
        self.display = False


def _row(number: int, phrase: PhraseView, room: int) -> Content:
    return Content.assemble(
        (f"{number:>2} ", "$faint"),
        (fit(phrase.name, 12), "bold"),
        (" " + fit("/" + phrase.keys, 8), "$accent"),
        (fit(phrase.text, room), "$muted"),
    )
