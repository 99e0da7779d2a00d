"""A dialog that asks one question with a few answers: leave or stay, which action, which coupon."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from simulator.tui.screens.base import KefuModal
from simulator.tui.widgets.panel import Panel


def _key(number: int) -> str:
    """Returns the digit that takes an answer; none from the tenth on, since the first digit would already take another."""
    return str(number) if number <= 9 else ""


class Choose(KefuModal[str | None]):
    """Returns the id of the chosen answer, None where the question was put away. The first answer is the safe one."""

    BINDINGS: ClassVar[list[BindingType]] = [*[Binding(str(number), f"take({number - 1})", show=False) for number in range(1, 10)]]

    def __init__(self, title: str, text: str, answers: Sequence[tuple[str, Content]]) -> None:
        super().__init__()
        self._title, self._text, self._answers = title, text, answers

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog") as dialog:
            dialog.border_title = Content(self._title)
            dialog.border_subtitle = Content(self.words("choose.keys"))
            if self._text:
                yield Panel(id="dialog-text")
            numbered = [
                Option(Content.assemble((f"{_key(number):>2}  ", "$accent"), face), id=id)
                for number, (id, face) in enumerate(self._answers, 1)
            ]
            yield OptionList(*numbered, id="answers", markup=False)

    def on_mount(self) -> None:
        if self._text:
            self.query_one("#dialog-text", Panel).show(Content(self._text))
        answers = self.query_one("#answers", OptionList)
        answers.highlighted = 0
        answers.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)

    def action_take(self, index: int) -> None:
        if index < len(self._answers):
            self.dismiss(self._answers[index][0])
