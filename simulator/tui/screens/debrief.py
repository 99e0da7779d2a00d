"""The debrief: the annotated talk beside the figures, every point explained."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content

from simulator.tui.screens import ways
from simulator.tui.screens.base import KefuScreen
from simulator.tui.text import mark, minutes
from simulator.tui.widgets.charts import dots
from simulator.tui.widgets.debrief_figures import figures
from simulator.tui.widgets.debrief_talk import AnnotatedTalk, annotated
from simulator.tui.widgets.key_bar import KeyBar
from simulator.tui.widgets.panel import Panel, spread
from simulator.tui.widgets.sheet import Sheet
from simulator.views import DebriefView


class Debrief(KefuScreen):
    """Two pages side by side; where there is no room for both, Tab turns from one to the other."""

    NAME = "debrief.title"
    CSS_PATH = "pages.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "note(1)", "next_note"),
        Binding("p", "note(-1)", "previous_note"),
        Binding("tab", "turn_page", "page", priority=True),
        Binding("r", "again", "again"),
        Binding("e", "export", "export"),
        Binding("f1", "help", "help"),
        Binding("escape,q", "leave", "leave"),
    ]

    def __init__(self, view: DebriefView, scenario_id: str = "") -> None:
        super().__init__()
        self._view, self._scenario_id = view, scenario_id
        self._talk = AnnotatedTalk()
        self._current = -1

    def compose(self) -> ComposeResult:
        yield Panel(id="place", fixed=True)
        with Horizontal(classes="two-sheets", id="debrief"):
            yield Sheet(id="left-sheet")
            yield Sheet(id="right-sheet")
        yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        if not self._view.lines or self._narrow:
            self.query_one("#debrief").add_class("-figures")
        self.query_one("#right-sheet" if self._figures_first else "#left-sheet").focus()

    @property
    def _narrow(self) -> bool:
        return self.app.size.width < 100

    @property
    def _figures_first(self) -> bool:
        return self._narrow and self.query_one("#debrief").has_class("-figures")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "again":
            return bool(self._scenario_id)
        return super().check_action(action, parameters)

    def place(self) -> str:
        return f"{self.words(self.NAME)} · {self._view.title}"

    def paint(self) -> None:
        view, words, width = self._view, self.words, self.app.size.width
        left, right = self.query_one("#left-sheet", Sheet), self.query_one("#right-sheet", Sheet)
        if left.size.width:
            self._talk = annotated(view, left.room, words, self._current)
            left.show(self._talk.content)
        if right.size.width:
            right.show(figures(view, right.room, words))
        colour = "$success" if view.passed else "$error"
        head = Content.assemble(
            (f" {words('debrief.title')} ", "bold $background on $accent"), "  ", (view.title, "bold"), "   ", dots(view.level)
        )
        took = f"   {words('debrief.time', time=minutes(view.seconds))}   {words('debrief.turns', n=view.turns)}"
        notes = sum(len(line.notes) for line in view.lines) + len(view.general)
        count = words("debrief.notes", number=self._current + 1, of=notes) if notes else words("debrief.no_notes")
        result = words("debrief.passed" if view.passed else "debrief.failed")
        right_part = Content.assemble(
            (f"{count}   ", "$muted"), (f" {mark(view.total)} ", f"bold $background on {colour}"), (f" {result} ", f"bold {colour}")
        )
        self.query_one("#place", Panel).show(spread(Content.assemble(head, (took if width >= 100 else "", "$muted")), right_part, width))

    def action_note(self, step: int) -> None:
        """Goes to the next or previous note and shows it in the middle of the page."""
        if self._figures_first:
            # The talk has no lines to go to before it is laid out.
            self.action_turn_page()
            self.call_after_refresh(self.action_note, step)
            return
        if not self._talk.note_rows:
            return
        self._current = (
            (self._current + step) % len(self._talk.note_rows) if self._current >= 0 else (0 if step > 0 else len(self._talk.note_rows) - 1)
        )
        self.paint()
        sheet = self.query_one("#left-sheet", Sheet)
        row = self._talk.note_rows[self._current]
        self.call_after_refresh(lambda: sheet.scroll_to(y=max(0, row - sheet.size.height // 3), animate=False))

    def action_turn_page(self) -> None:
        if self._narrow:
            self.query_one("#debrief").toggle_class("-figures")
        left = self.query_one("#left-sheet")
        other = self._figures_first if self._narrow else left.has_focus
        self.query_one("#right-sheet" if other else "#left-sheet").focus()
        self.repaint()

    def action_again(self) -> None:
        ways.play(self, self._scenario_id)

    def action_export(self) -> None:
        self.attempt(
            lambda: self.desk.export(self._view.session),
            lambda path: self.tell(self.words("debrief.exported", path=path)),
        )
