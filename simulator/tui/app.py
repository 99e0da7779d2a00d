"""The program on the screen: themes, the border with the terminal, and which screen comes first. No domain logic."""

from __future__ import annotations

import gc
from pathlib import PurePath
from typing import Any, ClassVar

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.screen import Screen

from simulator.tui import terminal
from simulator.tui.ports import Desk, Sitting
from simulator.tui.theme import DARK, LIGHT, THEMES, own_variables
from simulator.tui.words import TABLE
from simulator.views import Invitation
from simulator.words import Words

SMALLEST = (60, 18)
"""Columns and rows below which the screens say so instead of breaking."""


class KefuApp(App[int]):
    """Shows the screens over a desk. `first`: go straight to the workbench with this sitting, or to the rules of this exam."""

    # The home screen's styles come along: loading them with the screen would parse all styles again before the first frame.
    CSS_PATH: ClassVar[list[str | PurePath]] = ["app.tcss", "screens/home.tcss"]
    TITLE = "Kefu Dojo"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-mid"), (140, "-wide")]  # noqa: RUF012 - as Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012 - as Textual declares it

    def __init__(self, desk: Desk, first: Sitting | Invitation | None = None) -> None:
        terminal.repair()
        super().__init__()
        self.desk = desk
        self.words = Words(TABLE, desk.lang)
        self.small_is_fine = False
        self._first = first
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        theme = desk.settings.theme if desk.settings.theme in THEMES else DARK.name
        # Set as the watcher would, but without parsing all styles a second time before the first frame.
        self.set_reactive(App.theme, theme)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_driver_class(self) -> type[Driver]:
        return terminal.lenient(super().get_driver_class())

    def get_css_variables(self) -> dict[str, str]:
        variables = super().get_css_variables()
        if self.theme in (DARK.name, LIGHT.name):
            return variables
        return variables | own_variables(variables, dark=self.current_theme.dark)

    def on_mount(self) -> None:
        from simulator.tui.screens.home import Home

        self.call_after_refresh(_collect_from_now_on)
        terminal.save_title(self)
        terminal.leave_on_signals(self._leave)
        self.push_screen(Home())
        if isinstance(self._first, Invitation):
            from simulator.tui.screens.exam import ExamRules

            self.push_screen(ExamRules(self._first))
        elif self._first is not None:
            from simulator.tui.screens.workbench import Workbench

            self.push_screen(Workbench(self._first))

    def on_unmount(self) -> None:
        terminal.restore_title(self)

    def _leave(self, exit_code: int) -> None:
        self.exit(exit_code, return_code=exit_code)

    def on_resize(self, event: events.Resize) -> None:
        from simulator.tui.screens.too_small import TooSmall

        too_small = event.size.width < SMALLEST[0] or event.size.height < SMALLEST[1]
        told = isinstance(self.screen, TooSmall)
        if told and not too_small:
            self.pop_screen()
        elif too_small and not told and not self.small_is_fine:
            self.push_screen(TooSmall())

    def speak(self, lang: str) -> None:
        """Takes up another language of the interface."""
        self.words = Words(TABLE, lang)

    def show_title(self, title: str) -> None:
        """Sets the title of the terminal's window."""
        terminal.show_title(self, f"{title} · Kefu Dojo")

    async def action_quit(self) -> None:
        """Asks before leaving where leaving costs something."""
        from simulator.tui.screens.base import KefuScreen

        if isinstance(self.screen, KefuScreen):
            self.screen.action_leave()

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        # Input methods open their window at the terminal's cursor, and Textual moves it on key presses only (textual#6082).
        offset = getattr(screen.focused, "cursor_screen_offset", None)
        if offset is not None:
            self.cursor_position = offset
        super()._display(screen, renderable)


def _collect_from_now_on() -> None:
    """Turns garbage collection on after the first frame, leaving out what the program is made of."""
    gc.freeze()
    gc.enable()
