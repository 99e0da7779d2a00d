"""`kefu test`: what the reading and the rules get right and wrong on lines and talks that people have labelled."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from simulator.cli import options


@click.command(name="test")
@click.option(
    "--reading",
    "labelled",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="A file of labelled lines or talks (JSON Lines).",
)
@options.as_json
@options.language
def command(labelled: Path, as_json: bool, lang: str) -> None:
    """Measures the reading: precision, recall and F1 of each act, ask or rule, confused pairs, traps hit, and the lines that were missed.

    A line is {"text", "must": [...], "must_not": [...]}, {"text", "acts": [...]} or {"text", "asks": [...]}, with "buyer" for the
    line before. A talk, judged by its last message, is {"turns": [{"who", "text"}, ...], "violates": [...], "facts": {...}};
    what people would argue about may stand under "tolerates". Facts that a rule asks for and a talk lacks keep it silent.
    """
    from simulator.bench import as_text, found_by_reading, found_by_rules, measure
    from simulator.grading import open_library
    from simulator.labelled import Case, cases_of

    rules = open_library().rulebook.on(None)
    cases = cases_of(labelled, [rule.id for rule in rules])
    find = found_by_rules(rules) if cases[0].kind == "rules" else found_by_reading
    with click.progressbar(length=len(cases), file=sys.stderr if sys.stderr.isatty() else io.StringIO()) as bar:

        def watched(case: Case) -> frozenset[str]:
            found = find(case)
            bar.update(1)
            return found

        bench = measure(cases, watched)
    if as_json:
        sums = {"lines": bench.lines, "macro_f1": bench.macro_f1, "recall": bench.recall, "traps_hit": bench.traps_hit}
        click.echo(json.dumps({**sums, **asdict(bench)}, ensure_ascii=False, default=sorted))
    else:
        click.echo(as_text(bench))
