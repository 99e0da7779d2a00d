"""How a sitting is left: for now, for the next talk of an exam, or for good with its debrief."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from simulator.tui.screens.choose import Choose

if TYPE_CHECKING:
    from simulator.tui.screens.workbench import Workbench


def ask_to_finish(bench: Workbench) -> None:
    """Asks what to do with the sitting. The first answer, to stay, changes nothing. Handing in an exam is asked about in any case."""
    if bench.all_over and not bench.more_talks and bench.view.mode != "exam":
        conclude(bench)
        return
    words, exam = bench.words, bench.view.mode == "exam"
    answers = [("stay", Content(words("leave.stay")))]
    if bench.more_talks:
        answers.append(("next", Content(words("leave.next"))))
    else:
        answers.append(("finish", Content(words("leave.hand_in" if exam else "leave.finish"))))
    answers.append(("later", Content(words("leave.later_exam" if exam else "leave.later"))))

    def answered(answer: str | None) -> None:
        if answer in ("next", "finish"):
            conclude(bench)
        elif answer == "later":
            bench.stop_ticking()
            bench.sitting.leave()
            bench.app.pop_screen()

    bench.app.push_screen(Choose(words("leave.title"), words("leave.exam" if exam else "leave.practice"), answers), answered)


def conclude(bench: Workbench) -> None:
    """Goes on to the next talk of an exam, else finishes the sitting and shows its debrief."""
    from simulator.tui.screens.debrief import Debrief

    if bench.more_talks and not bench.sitting.ended:
        bench.attempt(bench.sitting.next_talk)
        bench.take_up()
        return
    sitting = bench.sitting
    if not bench.attempt(sitting.finish):
        return
    bench.stop_ticking()
    bench.attempt(
        lambda: bench.desk.debrief(sitting.session_id),
        lambda debrief: bench.app.switch_screen(Debrief(debrief, sitting.scenario_id)),
    )


def stop(bench: Workbench, why: str) -> None:
    """The sitting cannot go on: says why and leads back. Everything that was shown is kept."""
    bench.sitting.leave()
    bench.app.notify(why, severity="error", markup=False, timeout=20)  # stays when a key that was meant for the talk closes the dialog
    answers = [("home", Content(bench.words("stopped.back")))]
    bench.app.push_screen(Choose(bench.words("stopped.title"), why, answers), lambda _: bench.app.pop_screen())
