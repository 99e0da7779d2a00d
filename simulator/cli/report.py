"""`kefu report`: the debrief of transcripts as text."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from simulator.cli import options
from simulator.cli.failures import UNUSABLE
from simulator.cli.score import transcripts
from simulator.problems import ContentError


@click.command(name="report")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@options.language
def command(paths: tuple[Path, ...], lang: str) -> None:
    """Prints the debrief of each transcript: the talk with what each line won or lost, the marks and their formula."""
    from simulator.grading import grade, misses_scenario, open_library, scenario_of
    from simulator.report.debrief import debrief
    from simulator.report.text import debrief_text
    from simulator.transcript import read_transcript

    library = open_library()
    broken = False
    for path in transcripts(paths):
        try:
            transcript = read_transcript(path)
        except ContentError as error:
            broken = True
            for problem in error.problems:
                click.echo(str(problem), err=True)
            continue
        if told := misses_scenario(transcript, library):
            click.echo(f"{path}: {told}", err=True)
        scenario = scenario_of(transcript, library)
        persona = library.personas[scenario.persona] if scenario else None
        click.echo(debrief_text(debrief(transcript, grade(transcript, library), scenario, lang, persona), lang))
    if broken:
        sys.exit(UNUSABLE)
