"""`kefu exam`: a graded exam, in the workbench or, with --replies, from a file on virtual time."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from simulator.cli import options
from simulator.cli.failures import FAILED, Refused
from simulator.cli.texts import texts


@click.command(name="exam")
@click.argument("exam")
@click.option("--trainee", required=True, help="Who sits it: an id or a name.")
@click.option("--replies", type=click.Path(path_type=Path, dir_okay=False), help="Play this file in every talk, without a screen.")
@click.option("--seed", type=click.IntRange(0, 2**31), help="The seed of the draw (default: by chance; it is recorded either way).")
@options.as_json
@options.language
def command(exam: str, trainee: str, replies: Path | None, seed: int | None, as_json: bool, lang: str) -> None:
    """Holds EXAM. An exam that was left in the middle goes on at the same message; the time away counts.

    With --replies the exit code is 1 where the exam is not passed. Lines that name a conversation (c1, c2, …) are for that talk only.
    """
    if replies is None:
        from simulator.cli.screen import open_exam

        open_exam(options.asked_for(lang), exam, trainee, seed)
        return
    from simulator.attempt import hold
    from simulator.cli.refusals import refusals
    from simulator.clock import VirtualClock
    from simulator.desk import Desk
    from simulator.problems import DeskError, did_you_mean
    from simulator.replies import read_replies
    from simulator.words import pick

    desk = Desk(lang=lang)
    if exam not in desk.library.exams:
        raise Refused(f"there is no exam {exam!r}; {did_you_mean(exam, desk.library.exams)}")
    script = read_replies(replies)
    try:
        attempt = desk.open_attempt(exam, trainee, seed, VirtualClock())
        outcome = hold(attempt, script, refusals(replies, lang))
    except DeskError as error:
        raise Refused(str(error)) from error
    say = texts(lang)
    if as_json:
        marks = {name: None if mark is None else mark / 10 for name, mark in outcome.scores.items()}
        found = {
            "attempt": attempt.header.id,
            "exam": exam,
            "trainee": attempt.header.more["trainee"],
            "seed": attempt.header.more["seed"],
            "talks": list(attempt.draws),
            "passed": outcome.passed,
            "total": None if outcome.total is None else outcome.total / 10,
            "scores": marks,
            "fatal": list(outcome.fatal),
            "reasons": [pick(reason, lang) for reason in outcome.reasons],
        }
        click.echo(json.dumps(found, ensure_ascii=False))
    else:
        total = "-" if outcome.total is None else f"{outcome.total / 10:g}"
        click.echo(say("exam.verdict", verdict=say("verdict.passed" if outcome.passed else "verdict.failed"), total=total))
        for reason in outcome.reasons:
            click.echo(say("exam.reason", reason=pick(reason, lang)))
        click.echo(say("exam.kept", attempt=attempt.header.id), err=True)
    sys.exit(0 if outcome.passed else FAILED)
