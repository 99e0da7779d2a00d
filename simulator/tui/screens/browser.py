"""The scenario browser: type to filter, arrows to choose, Enter to read the briefing."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from simulator.tui.screens import ways
from simulator.tui.screens.base import KefuScreen
from simulator.tui.text import fit, mark, right, shorten, wrap_cjk
from simulator.tui.theme import score_tone
from simulator.tui.widgets.charts import dots, heading, table
from simulator.tui.widgets.key_bar import KeyBar
from simulator.tui.widgets.panel import Panel, lines, spread
from simulator.tui.widgets.sheet import Sheet
from simulator.views import Row, ScenarioCard


class Browser(KefuScreen):
    """The input keeps the focus; up and down move through the list below it."""

    NAME = "browser.title"
    CSS_PATH = "browser.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "open", priority=True),
        Binding("f1", "help", "help"),
        Binding("f2", "level", "level", priority=True),
        Binding("f3", "buyer", "buyer", priority=True),
        Binding("escape", "leave", "leave"),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("pageup", "move(-5)", show=False, priority=True),
        Binding("pagedown", "move(5)", show=False, priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._cards: tuple[ScenarioCard, ...] = ()
        self._shown: list[ScenarioCard] = []
        self._level = 0
        self._persona = ""

    def compose(self) -> ComposeResult:
        yield Panel(id="place", fixed=True)
        with Horizontal(id="browser"):
            with Vertical(id="browser-left"):
                entry = Input(placeholder=self.words("browser.filter"), id="filter", max_length=40)
                entry.cursor_blink = False
                yield entry
                yield Panel(id="filter-line", fixed=True)
                yield OptionList(id="cards", markup=False)
            yield Sheet(id="about", can_focus=False)
        yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#cards").can_focus = False
        self.query_one("#filter").focus()

    def on_screen_resume(self) -> None:
        self._cards = self.desk.cards()
        super().on_screen_resume()

    def paint(self) -> None:
        words = self.words
        self.query_one("#place", Panel).show(Content.assemble((f" {words('browser.title')} ", "bold $background on $accent")))
        self._fill()

    def _fill(self) -> None:
        """Lists the scenarios that pass the filter, keeping the highlighted one where it still does."""
        words, cards = self.words, self.query_one("#cards", OptionList)
        before = self._chosen
        wanted = self.query_one("#filter", Input).value.strip().lower()
        self._shown = [card for card in self._cards if self._fits(card, wanted)]
        width = cards.scrollable_content_region.width or cards.size.width
        cards.clear_options()
        cards.add_options([Option(_row(card, width, words("browser.new"), wide=width >= 64), id=card.id) for card in self._shown])
        if not self._shown:
            cards.add_option(Option(Content.styled(words("browser.none" if self._cards else "browser.empty"), "$muted"), disabled=True))
        else:
            cards.highlighted = self._shown.index(before) if before in self._shown else 0
        self._paint_filter_line()
        self._paint_about()

    def _fits(self, card: ScenarioCard, wanted: str) -> bool:
        if self._level and card.level != self._level:
            return False
        if self._persona and card.persona != self._persona:
            return False
        return wanted in " ".join((card.id, card.name, card.about, card.persona_name, card.shop_name)).lower()

    def _paint_filter_line(self) -> None:
        words, line = self.words, self.query_one("#filter-line", Panel)
        buyers = {card.persona: card.persona_name for card in self._cards}
        level = Content.assemble(
            (" F2 ", "bold $accent"), (f"{words('browser.level')} ", "$muted"), dots(self._level) if self._level else words("browser.all")
        )
        buyer = Content.assemble(
            ("   F3 ", "bold $accent"), (f"{words('browser.buyer')} ", "$muted"), buyers.get(self._persona, words("browser.all"))
        )
        count = Content.styled(words("browser.count", n=len(self._shown), of=len(self._cards)) + " ", "$muted")
        line.show(spread(Content.assemble(level, buyer), count, line.size.width))

    def _paint_about(self) -> None:
        words, sheet, card = self.words, self.query_one("#about", Sheet), self._chosen
        if not sheet.display or not sheet.size.width:
            return
        if card is None:
            sheet.show(Content())
            return
        width = sheet.room
        rows = [
            Row(words("briefing.buyer"), card.persona_name),
            Row(words("browser.shop"), card.shop_name),
            Row(words("browser.pass_mark"), str(card.pass_mark)),
        ]
        if card.tries:
            rows.append(Row(words("browser.last"), mark(card.last)))
        sheet.show(
            lines(
                Content.styled(shorten(card.name, width), "bold $foreground"),
                Content.assemble(
                    dots(card.level), (f"   {words('browser.minutes', n=card.minutes)}   {words('browser.tries', n=card.tries)}", "$muted")
                ),
                Content(),
                *(Content(line) for line in wrap_cjk(card.about, width)),
                Content(),
                heading(words("briefing.buyer"), width),
                table(rows, width),
            )
        )

    @property
    def _chosen(self) -> ScenarioCard | None:
        index = self.query_one("#cards", OptionList).highlighted
        return self._shown[index] if index is not None and index < len(self._shown) else None

    def on_input_changed(self) -> None:
        self._fill()

    def on_option_list_option_highlighted(self) -> None:
        self._paint_about()

    def on_option_list_option_selected(self) -> None:
        self.action_open()

    def action_move(self, step: int) -> None:
        cards = self.query_one("#cards", OptionList)
        if self._shown:
            last = len(self._shown) - 1
            cards.highlighted = (
                max(0, min(last, (cards.highlighted or 0) + step)) if abs(step) > 1 else ((cards.highlighted or 0) + step) % (last + 1)
            )

    def action_open(self) -> None:
        # Enter overtakes letters that are still on their way to the filter.
        self.query_one("#filter", Input).call_later(self._open)

    def _open(self) -> None:
        if self._chosen is not None:
            ways.brief(self, self._chosen.id)

    def action_level(self) -> None:
        self._level = (self._level + 1) % 6
        self._fill()

    def action_buyer(self) -> None:
        personas = ["", *dict.fromkeys(card.persona for card in self._cards)]
        self._persona = personas[(personas.index(self._persona) + 1) % len(personas)]
        self._fill()


def _row(card: ScenarioCard, width: int, new: str, *, wide: bool) -> Content:
    """Returns a scenario as one line: level, name, buyer where there is room, best mark."""
    best = (
        Content.styled(right(new, 6), "$muted")
        if card.best is None
        else Content.styled(f"{mark(card.best):>6}", f"bold {score_tone(card.best, card.pass_mark)}")
    )
    sign = Content.styled(" ✔ " if card.passed else "   ", "$success")
    room = width - 8 - 6 - 4
    buyer = min(20, room // 3) if wide else 0
    return Content.assemble(
        " ", dots(card.level), "  ", (fit(card.name, room - buyer), "$foreground"), (fit(card.persona_name, buyer), "$muted"), best, sign
    )
