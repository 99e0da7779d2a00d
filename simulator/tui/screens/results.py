"""The trainee's results: the finished talks, newest first, each of which opens its debrief, beside the figures and skills."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from simulator.tui.screens import ways
from simulator.tui.screens.base import KefuScreen
from simulator.tui.widgets.key_bar import KeyBar
from simulator.tui.widgets.panel import Panel
from simulator.tui.widgets.progress import figures_text, finished_row, progress_text, this_day
from simulator.tui.widgets.sheet import Sheet
from simulator.views import FinishedView


class Results(KefuScreen):
    """The list keeps the focus; where there is no room beside it the figures stand below it."""

    NAME = "results.title"
    CSS_PATH = "pages.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "look_back", "look_back", priority=True),
        Binding("f1", "help", "help"),
        Binding("escape,q", "leave", "leave"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._finished: tuple[FinishedView, ...] = ()

    def compose(self) -> ComposeResult:
        yield Panel(id="place", fixed=True)
        with Horizontal(id="results"):
            yield OptionList(id="finished", markup=False)
            yield Sheet(id="progress-sheet", can_focus=False)
        yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#finished").focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "look_back":
            return bool(self._finished)
        return super().check_action(action, parameters)

    def paint(self) -> None:
        words, progress = self.words, self.desk.progress()
        self._finished = progress.finished
        count = words("results.list", n=len(self._finished)) if self._finished else ""
        self.query_one("#place", Panel).show(
            Content.assemble((f" {words(self.NAME)} ", "bold $background on $accent"), (f"  {count}", "$muted"))
        )
        self.query_one("#results").set_class(not self._finished, "-empty")
        sheet, tall = self.query_one("#progress-sheet", Sheet), self.app.size.height >= 32
        if not self._finished:
            sheet.show(progress_text(progress, min(self.app.size.width - 8, 100), words, this_day(), tall=tall))
            return
        sheet.show(figures_text(progress, sheet.room, words, this_day(), tall=tall and self.app.size.width >= 100))
        self._fill()

    def _fill(self) -> None:
        """Lists the finished talks, keeping the highlighted place."""
        talks = self.query_one("#finished", OptionList)
        width = (talks.scrollable_content_region.width or talks.size.width) - 2
        before = talks.highlighted or 0
        talks.clear_options()
        talks.add_options([Option(finished_row(talk, width, self.words)) for talk in self._finished])
        talks.highlighted = min(before, len(self._finished) - 1)

    def on_option_list_option_selected(self) -> None:
        self.action_look_back()

    def action_look_back(self) -> None:
        chosen = self.query_one("#finished", OptionList).highlighted
        if chosen is not None and chosen < len(self._finished):
            ways.look_back(self, self._finished[chosen])
