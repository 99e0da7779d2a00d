"""`kefu play`: one conversation, in the workbench or, with --replies, from a file on virtual time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli import options
from simulator.cli.failures import Refused
from simulator.cli.texts import texts

if TYPE_CHECKING:
    from simulator.journal import MemoryJournal


_HEAD = 100
"""Within how many bytes a transcript says that it is one."""


@click.command(name="play")
@click.argument("scenario")
@click.option("--replies", type=click.Path(path_type=Path, dir_okay=False), help="Play this file of replies, without a screen.")
@click.option("--seed", type=click.IntRange(0, 2**31), help="The seed of the buyer's choices (default: 1 with --replies, else by chance).")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the transcript to this file.")
@options.as_json
@options.language
def command(scenario: str, replies: Path | None, seed: int | None, out: Path | None, as_json: bool, lang: str) -> None:
    """Plays SCENARIO. With --replies it prints the scorecard (--json) or the debrief, the same for the same seed and replies."""
    from simulator.grading import grade, open_library, scenario_of
    from simulator.problems import did_you_mean

    library = open_library()
    if scenario not in library.scenarios:
        for problem in library.problems.errors:
            click.echo(str(problem), err=True)
        raise Refused(f"there is no scenario {scenario!r} that can be played; {did_you_mean(scenario, library.scenarios)}")
    if replies is None:
        from simulator.cli.screen import open_scenario

        open_scenario(options.asked_for(lang), scenario, seed)
        return
    if out is not None:
        _may_be_written(out, replies)
    from simulator.cli.refusals import refusals
    from simulator.headless import played
    from simulator.replies import read_replies
    from simulator.report.debrief import debrief
    from simulator.report.text import debrief_text

    journal = played(library, scenario, read_replies(replies), 1 if seed is None else seed, refusals(replies, lang))
    if out is not None:
        _write(journal, out)
        click.echo(texts(lang)("play.saved", path=out), err=True)
    transcript = journal.transcript
    card = grade(transcript, library)
    if as_json:
        click.echo(json.dumps(card.to_json(lang), ensure_ascii=False))
        return
    found = scenario_of(transcript, library)
    persona = library.personas[found.persona] if found else None
    click.echo(debrief_text(debrief(transcript, card, found, lang, persona), lang))


def _may_be_written(out: Path, replies: Path) -> None:
    """Raises where the transcript would take the place of something else than a transcript."""
    if out.exists() and replies.exists() and out.samefile(replies):
        raise Refused(f"{out} holds the replies; name another file for the transcript")
    if out.is_file() and out.stat().st_size:
        with out.open("rb") as file:
            begin = file.read(_HEAD)
            if not (begin.startswith(b"{") and b'"session"' in begin):
                raise Refused(f"{out} is there already and is no transcript; nothing was changed")


def _write(journal: MemoryJournal, out: Path) -> None:
    from simulator.home import write_whole

    try:
        write_whole(out, "".join(f"{line}\n" for line in journal.lines()))
    except OSError as error:
        raise Refused(f"cannot write {out}: {error.strerror or error}") from error
