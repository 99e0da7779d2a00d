"""The ways between screens. Screens are imported when they are first shown, so that the program starts fast."""

from __future__ import annotations

from simulator.tui.screens.base import KefuScreen
from simulator.views import FinishedView


def show(screen: KefuScreen, name: str) -> None:
    """Shows one of the screens that need nothing but the desk."""
    from simulator.tui.screens.browser import Browser
    from simulator.tui.screens.exam import ExamRules
    from simulator.tui.screens.results import Results
    from simulator.tui.screens.settings import SettingsScreen

    screens: dict[str, type[KefuScreen]] = {"practise": Browser, "exam": ExamRules, "results": Results, "settings": SettingsScreen}
    screen.app.push_screen(screens[name]())


def brief(screen: KefuScreen, scenario_id: str) -> None:
    """Shows the briefing of a scenario."""
    from simulator.tui.screens.briefing import BriefingScreen

    screen.attempt(lambda: screen.desk.briefing(scenario_id), lambda briefing: screen.app.push_screen(BriefingScreen(briefing)))


def play(screen: KefuScreen, scenario_id: str) -> None:
    """Starts a scenario and shows it in place of `screen`."""
    from simulator.tui.screens.workbench import Workbench

    screen.attempt(lambda: screen.desk.start(scenario_id), lambda sitting: screen.app.switch_screen(Workbench(sitting)))


def resume(screen: KefuScreen, session_id: str) -> None:
    """Takes up an unfinished sitting."""
    from simulator.tui.screens.workbench import Workbench

    screen.attempt(lambda: screen.desk.resume(session_id), lambda sitting: screen.app.push_screen(Workbench(sitting)))


def look_back(screen: KefuScreen, talk: FinishedView) -> None:
    """Shows the debrief of a finished talk."""
    from simulator.tui.screens.debrief import Debrief

    screen.attempt(lambda: screen.desk.debrief(talk.session), lambda view: screen.app.push_screen(Debrief(view, talk.scenario)))


def take_exam(screen: KefuScreen, exam_id: str, trainee: str, seed: int | None) -> None:
    """Starts an exam and shows it in place of `screen`."""
    from simulator.tui.screens.workbench import Workbench

    screen.attempt(lambda: screen.desk.start_exam(exam_id, trainee, seed), lambda sitting: screen.app.switch_screen(Workbench(sitting)))
