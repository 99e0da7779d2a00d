"""The trainee's results: figures, skills, and the list of the latest talks."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from simulator.tui.screens.base import KefuScreen
from simulator.tui.widgets.key_bar import KeyBar
from simulator.tui.widgets.panel import Panel
from simulator.tui.widgets.progress import progress_text, this_day
from simulator.tui.widgets.sheet import Sheet


class Results(KefuScreen):
    """One page to scroll."""

    NAME = "results.title"
    CSS_PATH = "pages.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f1", "help", "help"), Binding("escape,q", "leave", "leave")]

    def compose(self) -> ComposeResult:
        yield Panel(id="place", fixed=True)
        yield Sheet(id="results")
        yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#results").focus()

    def paint(self) -> None:
        sheet = self.query_one("#results", Sheet)
        self.query_one("#place", Panel).show(Content.styled(f" {self.words(self.NAME)} ", "bold $background on $accent"))
        sheet.show(progress_text(self.desk.progress(), min(sheet.room, 100), self.words, this_day(), tall=True))
