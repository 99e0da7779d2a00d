"""The briefing: what the trainee knows before the talk, and how it will be marked."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content

from simulator.tui.screens import ways
from simulator.tui.screens.base import KefuScreen
from simulator.tui.text import wrap_cjk
from simulator.tui.widgets.charts import bar, dots, heading, table
from simulator.tui.widgets.key_bar import KeyBar
from simulator.tui.widgets.order_panel import goals_text
from simulator.tui.widgets.panel import Panel, lines
from simulator.tui.widgets.sheet import Sheet
from simulator.views import Briefing
from simulator.words import Words


class BriefingScreen(KefuScreen):
    """Task and goals on the left; buyer, item, shop and weights on the right. One column where there is no room for two."""

    NAME = "briefing.title"
    CSS_PATH = "pages.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "start", "start"),
        Binding("f1", "help", "help"),
        Binding("escape", "leave", "leave"),
    ]

    def __init__(self, briefing: Briefing) -> None:
        super().__init__()
        self._briefing = briefing

    def compose(self) -> ComposeResult:
        yield Panel(id="place", fixed=True)
        with Horizontal(classes="two-sheets"):
            yield Sheet(id="left-sheet")
            yield Sheet(id="right-sheet", can_focus=False)
        yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#left-sheet").focus()

    def paint(self) -> None:
        words, card = self.words, self._briefing.card
        head = Content.assemble(
            (f" {words('briefing.title')} ", "bold $background on $accent"), "  ", (card.name, "bold"), "   ", dots(card.level)
        )
        about = (f"   {card.persona_name} · {card.shop_name} · {words('browser.minutes', n=card.minutes)}", "$muted")
        self.query_one("#place", Panel).show(Content.assemble(head, about))
        left, right = self.query_one("#left-sheet", Sheet), self.query_one("#right-sheet", Sheet)
        alone = not right.display or not right.size.width
        task = _task(self._briefing, left.room, words)
        left.show(Content("\n\n").join([task, _facts(self._briefing, left.room, words)]) if alone else task)
        if not alone:
            right.show(_facts(self._briefing, right.room, words))

    def action_start(self) -> None:
        ways.play(self, self._briefing.card.id)


def _task(briefing: Briefing, width: int, words: Words) -> Content:
    text = lines(heading(words("briefing.task"), width), *(Content(line) for line in wrap_cjk(briefing.text, min(width, 84))))
    start = Content.styled(f" {words('briefing.start')} ", "bold $background on $primary")
    return Content("\n\n").join([text, goals_text(briefing.goals, width, words), start])


def _facts(briefing: Briefing, width: int, words: Words) -> Content:
    parts = [
        lines(heading(words(title), width), table(rows, width))
        for title, rows in (("briefing.buyer", briefing.buyer), ("order.item", briefing.item), ("order.shop", briefing.shop))
        if rows
    ]
    floors = dict(briefing.floors)
    rows = []
    for dimension, weight in briefing.weights:
        floor = f"  {words('briefing.floor', n=floors[dimension])}" if dimension in floors else ""
        name = words(f"dimension.{dimension}")
        rows.append(
            Content.assemble(
                (name, "$muted"),
                " " * max(1, 12 - Content(name).cell_length),
                bar(weight / 100, 20, "$primary"),
                (f" {weight:>3}%", "bold"),
                (floor, "$warning"),
            )
        )
    aside = words("briefing.pass", n=briefing.card.pass_mark)
    return Content("\n\n").join([*parts, lines(heading(words("briefing.weights"), width, aside), *rows)])
