"""The program on a desk in memory, opened at one of its screens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.tui.demo_content import broken_content
from tests.tui.demo_desk import DemoDesk, DemoSettings, DemoSitting


def demo_app(screen: str = "home", *, theme: str = "kefu-dark", lang: str = "zh", desk: DemoDesk | None = None) -> Any:
    """Returns an app that opens on `screen`, for tests and pictures."""
    from simulator.tui.app import KefuApp

    name, _, variant = screen.partition(":")
    desk = desk or DemoDesk(lang, DemoSettings(lang, theme), empty=variant == "empty")
    if variant == "problems":
        desk.problems = broken_content()
    if variant == "exam":
        desk.sitting = DemoSitting(mode="exam", talks=1)
    if variant == "one":
        desk.sitting = DemoSitting(talks=1)
    app = KefuApp(desk, desk.sitting if name == "workbench" else None)
    opener = SCREENS.get(name)
    if opener is not None:
        app.call_later(lambda: app.push_screen(opener(desk)))
    return app


def _browser(desk: DemoDesk) -> Any:
    from simulator.tui.screens.browser import Browser

    return Browser()


def _briefing(desk: DemoDesk) -> Any:
    from simulator.tui.screens.briefing import BriefingScreen

    return BriefingScreen(desk.briefing("haggler_last_piece"))


def _debrief(desk: DemoDesk) -> Any:
    from simulator.tui.screens.debrief import Debrief

    return Debrief(desk.debrief("demo"), "haggler_last_piece")


def _settings(desk: DemoDesk) -> Any:
    from simulator.tui.screens.settings import SettingsScreen

    return SettingsScreen()


def _results(desk: DemoDesk) -> Any:
    from simulator.tui.screens.results import Results

    return Results()


def _exam(desk: DemoDesk) -> Any:
    from simulator.tui.screens.exam import ExamRules

    return ExamRules()


SCREENS: dict[str, Callable[[DemoDesk], Any]] = {
    "browser": _browser,
    "briefing": _briefing,
    "debrief": _debrief,
    "settings": _settings,
    "results": _results,
    "exam": _exam,
}
"""Name -> a function that opens the screen; `home` and `workbench` open by themselves."""
