"""Opens the screens. Everything that must be right before the first frame is checked here, and said in words where it is not."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from simulator.cli.failures import Refused
from simulator.problems import DeskError
from simulator.views import Invitation

if TYPE_CHECKING:
    from simulator.desk import Desk
    from simulator.sitting import Sitting


def open_home(lang: str | None) -> None:
    """Shows the home screen until the user leaves."""
    _run(lang, None)


def open_scenario(lang: str | None, scenario: str, seed: int | None) -> None:
    """Shows the workbench with `scenario`, then its debrief."""
    _run(lang, lambda desk: desk.start(scenario, seed))


def open_exam(lang: str | None, exam: str, trainee: str, seed: int | None) -> None:
    """Shows the exam, taken up where the trainee left it; before a new one its rules, as nothing may count before a yes."""

    def begin(desk: Desk) -> Sitting | Invitation:
        if desk.may_begin(exam, trainee):
            return Invitation(exam, trainee, seed)
        return desk.start_exam(exam, trainee, seed)

    _run(lang, begin)


def _run(lang: str | None, begin: Callable[[Desk], Sitting | Invitation] | None) -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Refused("this needs a terminal; without one use `kefu play SCENARIO --replies FILE` or another command (see --help)")
    # All that is built before the first frame stays; looking for garbage in it takes a tenth of the start. The app turns this back on.
    gc.disable()
    from simulator.desk import Desk
    from simulator.tui.app import KefuApp

    desk = Desk(lang=lang)
    try:
        first = begin(desk) if begin else None
    except DeskError as error:
        raise Refused(str(error)) from error
    app = KefuApp(desk, first)
    app.run()
    sys.exit(app.return_code or 0)
