"""`kefu test`: what the reading gets right and wrong on lines that people have labelled."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from simulator.cli import options
from simulator.cli.failures import Refused


@click.command(name="test")
@click.option(
    "--reading", "labelled", type=click.Path(path_type=Path, dir_okay=False), required=True, help="A file of labelled lines (JSON Lines)."
)
@options.as_json
@options.language
def command(labelled: Path, as_json: bool, lang: str) -> None:
    """Measures the reading: precision, recall and F1 of each act or ask, confused pairs, traps hit, and the lines that were missed.

    A line is {"text", "must": [...], "must_not": [...]}, {"text", "acts": [...]} or {"text", "asks": [...]}, with "buyer" for the
    line before.
    """
    from simulator.bench import as_text, cases_of, measure

    cases = cases_of(labelled)
    if not cases:
        raise Refused(f"{labelled} holds no labelled line")
    bench = measure(cases)
    if as_json:
        sums = {"lines": bench.lines, "macro_f1": bench.macro_f1, "recall": bench.recall, "traps_hit": bench.traps_hit}
        click.echo(json.dumps({**sums, **asdict(bench)}, ensure_ascii=False, default=sorted))
    else:
        click.echo(as_text(bench))
