"""`kefu score`: scorecards of transcripts, for people or, with --json, for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from simulator.cli import options
from simulator.cli.failures import UNUSABLE, Refused
from simulator.problems import ContentError


@click.command(name="score")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@options.as_json
@options.language
def command(paths: tuple[Path, ...], as_json: bool, lang: str) -> None:
    """Scores transcripts: files, or folders of *.jsonl, in sorted path order.

    With --json it prints one scorecard a line. A file that cannot be scored is reported on stderr, and the others are scored.
    """
    from simulator.grading import grade, misses_scenario, open_library
    from simulator.report.text import summary
    from simulator.transcript import read_transcript

    library = open_library()
    broken = False
    for path in transcripts(paths):
        try:
            transcript = read_transcript(path)
            card = grade(transcript, library)
        except ContentError as error:
            broken = True
            for problem in error.problems:
                click.echo(str(problem), err=True)
            continue
        if told := misses_scenario(transcript, library):
            click.echo(f"{path}: {told}", err=True)
        click.echo(json.dumps(card.to_json(lang), ensure_ascii=False) if as_json else summary(path.name, card, lang))
    if broken:
        sys.exit(UNUSABLE)


def transcripts(paths: Iterable[Path]) -> Iterator[Path]:
    """Yields the files meant by `paths`, in sorted order; a folder means the *.jsonl below it. Raises for a path that is not there."""
    found: set[Path] = set()
    for path in paths:
        if path.is_dir():
            found.update(inner for inner in path.rglob("*.jsonl") if inner.is_file())
        elif path.is_file():
            found.add(path)
        else:
            raise Refused(f"there is no file or folder {path}")
    return iter(sorted(found))
