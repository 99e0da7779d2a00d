"""The home screen: what to do next on the left, the trainee's progress on the right."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from simulator.tui.screens.base import KefuScreen
from simulator.tui.text import shorten
from simulator.tui.theme import DARK, LIGHT
from simulator.tui.widgets.key_bar import KeyBar
from simulator.tui.widgets.panel import Panel, lines
from simulator.tui.widgets.progress import progress_text, this_day
from simulator.tui.widgets.sheet import Sheet
from simulator.views import UnfinishedView

_LOGO = (
    "        ▄▄",
    "▄▄▄▄▄▄▄▄███▄▄▄▄▄▄▄▄      ███████ █████████",
    "███▀▀▀███▀▀▀▀▀▀▀███      ██  ███ ██     ██",
    "▀██  ▄███▄▄▄▄▄▄ ███      ██▄▄███ ██  ▄▄▄██",
    "  ▄█████▀▀▀████          ██▀▀███ ██  ▀▀▀▀▀",
    " ▀██▀▀███▄███▀           ██  ███ ██████████",
    "  ▄▄▄█████████▄▄▄▄▄      ███████ ██▀██  ██▀",
    "███████▄▄▄▄▄██████▀      ██▀▀███ ██ ██████",
    "   ███▀▀▀▀▀▀▀███        ███  ███ ██  ████",
    "   ███▄▄▄▄▄▄▄███        ██▀▄▄███ ██▄▄█████▄",
)
"""客服 in half blocks."""


class Home(KefuScreen):
    """Where everything starts, and where every other screen leads back to."""

    NAME = "home.title"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "open", priority=True),
        Binding("d", "discard", "discard"),
        Binding("t", "theme", "theme"),
        Binding("f1", "help", "help"),
        Binding("q,escape", "leave", "quit"),
        *[Binding(str(number), f"take({number - 1})", show=False) for number in range(1, 10)],
    ]

    def __init__(self) -> None:
        super().__init__()
        self._unfinished: UnfinishedView | None = None
        self._problems = 0
        self._menu: tuple[list[tuple[str, str, str]], int, bool] | None = None
        """What the menu was last filled from."""

    def compose(self) -> ComposeResult:
        with Horizontal(id="home"):
            with Vertical(id="home-left"):
                yield Panel(id="logo")
                yield OptionList(id="menu", markup=False)
                yield Panel(id="home-problems")
            yield Sheet(id="progress", can_focus=False)
        yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#menu").focus()
        self.paint()
        # Finding problems reads all content: neither the first frame nor the first key waits for it.
        self.set_timer(0.5, lambda: self.run_worker(self._count_problems, thread=True, exit_on_error=False))

    def _count_problems(self) -> None:
        self._problems = len(self.desk.problems)
        self.app.call_from_thread(self._paint_problems)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "discard":
            return self._unfinished is not None and self._unfinished.mode == "practice"
        return super().check_action(action, parameters)

    def _fill_menu(self) -> None:
        words, desk = self.words, self.desk
        unfinished = desk.unfinished()
        self._unfinished = unfinished[0] if unfinished else None
        cards = desk.cards()
        entries: list[tuple[str, str, str]] = []
        if self._unfinished is not None:
            view = self._unfinished
            entries.append(
                ("continue", words("home.continue"), words("home.continue.about", title=view.title, started=view.started, n=view.messages))
            )
        suggested = desk.progress().suggested[:1]
        entries += [(f"play:{id}", words("home.suggested"), title) for id, title, _ in suggested]
        entries.append(
            ("practise", words("home.practise"), words("home.practise.about", n=len(cards), passed=sum(card.passed for card in cards)))
        )
        entries += [(name, words(f"home.{name}"), words(f"home.{name}.about")) for name in ("exam", "results", "settings", "quit")]
        menu = self.query_one("#menu", OptionList)
        tall = self.app.size.height >= 36
        if self._menu == (entries, menu.size.width, tall):
            return
        self._menu = (entries, menu.size.width, tall)
        highlighted = menu.highlighted or 0
        menu.clear_options()
        room = (menu.size.width or 38) - 6
        gap = [Content()] if tall else []
        for number, (id, title, about) in enumerate(entries, 1):
            head = Content.assemble((f" {number}  ", "$accent"), (title, "bold"))
            menu.add_option(Option(lines(head, Content.styled("    " + shorten(about, room), "$muted"), *gap), id=id))
        menu.highlighted = min(highlighted, len(entries) - 1)
        self.refresh_bindings()

    def paint(self) -> None:
        self._fill_menu()
        words, size = self.words, self.app.size
        title = Content.assemble((f" {words('product')} ", "bold $background on $accent"), (f"  {words('product.line')}", "$muted"))
        if size.height >= 36 and size.width >= 100:
            art = [Content.styled(row, "$primary" if index < 6 else "$secondary") for index, row in enumerate(_LOGO)]
            self.query_one("#logo", Panel).show(lines(*art, Content(), title))
        else:
            self.query_one("#logo", Panel).show(title)
        self._paint_problems()
        sheet = self.query_one("#progress", Sheet)
        alone = size.width < 76
        self.query_one("#home").set_class(alone, "-alone")
        if not alone and sheet.size.width:
            sheet.show(progress_text(self.desk.progress(), sheet.room, words, this_day(), tall=size.height >= 32))

    def _paint_problems(self) -> None:
        panel = self.query_one("#home-problems", Panel)
        panel.display = bool(self._problems)
        if self._problems:
            panel.show(Content.assemble(("! ", "bold $warning"), (self.words("home.problems", n=self._problems), "$warning")))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self._go(event.option.id or "")

    def action_take(self, index: int) -> None:
        menu = self.query_one("#menu", OptionList)
        if index < menu.option_count:
            menu.highlighted = index
            self._go(menu.get_option_at_index(index).id or "")

    def action_open(self) -> None:
        self.query_one("#menu", OptionList).action_select()

    def _go(self, where: str) -> None:
        from simulator.tui.screens import ways

        where, _, scenario = where.partition(":")
        if where == "continue" and self._unfinished is not None:
            ways.resume(self, self._unfinished.id)
        elif where == "play":
            ways.brief(self, scenario)
        elif where == "quit":
            self.app.exit(0)
        else:
            ways.show(self, where)

    def action_theme(self) -> None:
        self.app.theme = LIGHT.name if self.app.current_theme.dark else DARK.name
        self.attempt(lambda: self.desk.settings.save(theme=self.app.theme))

    def action_discard(self) -> None:
        from simulator.tui.screens.choose import Choose

        words, view = self.words, self._unfinished
        if view is None:
            return

        def answered(answer: str | None) -> None:
            if answer == "yes":
                self.attempt(lambda: self.desk.discard(view.id))
                self._fill_menu()

        answers = [("no", Content(words("form.cancel"))), ("yes", Content.styled(words("home.discard.yes"), "bold $error"))]
        self.app.push_screen(Choose(words("home.discard.title"), words("home.discard.text", title=view.title), answers), answered)

    def action_leave(self) -> None:
        self.app.exit(0)
