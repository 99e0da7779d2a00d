"""Before an exam: which one, its rules, who takes it. Nothing counts until the trainee has said yes."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input

from simulator.tui.screens import ways
from simulator.tui.screens.base import KefuScreen
from simulator.tui.screens.choose import Choose
from simulator.tui.text import wrap_cjk
from simulator.tui.widgets.charts import heading
from simulator.tui.widgets.choice import Choice
from simulator.tui.widgets.key_bar import KeyBar
from simulator.tui.widgets.panel import Panel, lines
from simulator.views import Invitation


class ExamRules(KefuScreen):
    """Choice of the exam, rules, and the name that stands on the result."""

    NAME = "exam.title"
    CSS_PATH = "pages.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "start", "start", priority=True),
        Binding("f1", "help", "help"),
        Binding("escape", "leave", "leave"),
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]

    def __init__(self, called: Invitation | None = None) -> None:
        super().__init__()
        self._called = called or Invitation("", "")

    def compose(self) -> ComposeResult:
        self._exams = {id: (name, about) for id, name, about in self.desk.exams()}
        yield Panel(id="place", fixed=True)
        with Vertical(id="exam"):
            if self._exams:
                chosen = self._called.exam or next(iter(self._exams))
                yield Choice([(id, name) for id, (name, _) in self._exams.items()], chosen, id="exam-choice")
            yield Panel(id="exam-rules")
            if self._exams:
                with Horizontal(classes="setting"):
                    yield Panel(id="trainee-label", classes="setting-label")
                    entry = Input(self._called.trainee, placeholder=self.words("exam.trainee.hint"), id="trainee", max_length=40)
                    entry.cursor_blink = False
                    yield entry
                yield Panel(id="exam-start")
        yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        if self._exams:
            self.query_one("#trainee").focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "start":
            return bool(self.desk.exams())
        return super().check_action(action, parameters)

    def paint(self) -> None:
        words, rules = self.words, self.query_one("#exam-rules", Panel)
        self.query_one("#place", Panel).show(Content.styled(f" {words(self.NAME)} ", "bold $background on $error"))
        if not self._exams:
            rules.show(Content.styled(words("exam.none"), "$muted"))
            return
        width = max(20, rules.size.width)
        _, about = self._exams[self.query_one("#exam-choice", Choice).value]
        self.query_one("#trainee-label", Panel).show(Content(words("exam.trainee")))
        self.query_one("#exam-start", Panel).show(Content.styled(f" {words('exam.start')} ", "bold $background on $primary"))
        rules.show(
            lines(
                *(Content.styled(row, "bold") for row in wrap_cjk(about, min(width, 84))),
                Content(),
                heading(words("exam.rules"), width),
                *(Content(row) for row in wrap_cjk(words("exam.rules.text"), min(width, 84))),
            )
        )

    def on_choice_changed(self) -> None:
        self.paint()

    def action_start(self) -> None:
        # Enter overtakes letters that are still on their way to the entry.
        self.query_one("#trainee", Input).call_later(self._start)

    def _start(self) -> None:
        words = self.words
        exam_id = self.query_one("#exam-choice", Choice).value
        entry = self.query_one("#trainee", Input)
        if not entry.value.strip():
            self.tell(words("exam.trainee.missing"), tone="warning")
            entry.focus()
            return
        answers = [("no", Content(words("exam.not_yet"))), ("yes", Content.styled(words("exam.begin"), "bold $accent"))]
        question = Choose(words(self.NAME), words("exam.sure", name=self._exams[exam_id][0]), answers)
        self.app.push_screen(
            question, lambda answer: ways.take_exam(self, exam_id, entry.value.strip(), self._called.seed) if answer == "yes" else None
        )
