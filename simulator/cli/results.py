"""`kefu results`: the archive of exam results as a list, CSV or JSON."""

from __future__ import annotations

import json
from pathlib import Path

import click

from simulator.cli import options
from simulator.cli.failures import Refused
from simulator.cli.texts import texts


@click.command(name="results")
@click.option("--trainee", help="Only this trainee's.")
@click.option("--exam", help="Only this exam's.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV (UTF-8 with a byte order mark, as spreadsheets want it).")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file instead of standard output.")
@click.option("--archive", "place", help="A results file or a database URL instead of the user's own.")
@options.as_json
@options.language
def command(trainee: str | None, exam: str | None, as_csv: bool, out: Path | None, place: str | None, as_json: bool, lang: str) -> None:
    """Lists the results of graded exams; exports them with --csv or --json."""
    from simulator.archive import Archive, ArchiveError
    from simulator.home import Home, default_home, write_whole
    from simulator.report.table import to_csv, to_rows

    home = Home(default_home())
    if place is None and not home.archive.exists():
        results = []
    else:
        try:
            archive = Archive(place or home.archive)
            results = list(archive.results(trainee=trainee, exam=exam))
            archive.close()
        except ArchiveError as error:
            raise Refused(str(error)) from error
    say = texts(lang)
    if as_csv:
        text = "\ufeff" + to_csv(results)
    elif as_json:
        text = json.dumps(to_rows(results), ensure_ascii=False, indent=1) + "\n"
    else:
        text = (
            "".join(
                f"{r.finished[:16]}  {r.trainee:<12}  {r.exam:<12}  {say(f'verdict.{r.verdict}')}  {_points(r.total_tenths)}  {r.reasons}\n"
                for r in results
            )
            or say("results.none") + "\n"
        )
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        write_whole(out, text)
    except OSError as error:
        raise Refused(f"cannot write {out}: {error.strerror or error}") from error


def _points(tenths: int | None) -> str:
    return "   -" if tenths is None else f"{tenths / 10:5.1f}"
