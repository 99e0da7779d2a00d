"""`kefu check`: everything that content must prove, all problems at once."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from simulator.cli import options
from simulator.cli.failures import FAILED, UNUSABLE
from simulator.problems import Problem


@click.command(name="check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@options.as_json
@click.option("--format", "style", type=click.Choice(["text", "github"]), default="text", help="How problems are printed.")
@options.language
def command(paths: tuple[Path, ...], as_json: bool, style: str, lang: str) -> None:
    """Checks all content, or only the files and folders named.

    Exit code 0: everything holds (warnings may stand). 1: something is broken. 2: a path is not there.
    """
    from simulator.check import check, check_paths
    from simulator.grading import content_folders
    from simulator.library import Library

    missing = [path for path in paths if not path.exists()]
    for path in missing:
        click.echo(f"kefu: there is no file or folder {path}", err=True)
    problems = list(check_paths(path for path in paths if path.exists()) if paths else check(Library.load(more=content_folders())))
    for problem in problems:
        click.echo(_shown(problem, as_json, style))
    errors = [problem for problem in problems if not problem.warning]
    if not as_json:
        click.echo(f"{len(errors)} problems, {len(problems) - len(errors)} warnings", err=True)
    if errors or missing:
        sys.exit(UNUSABLE if missing else FAILED)


def _shown(problem: Problem, as_json: bool, style: str) -> str:
    if as_json:
        return json.dumps(
            {
                "file": problem.mark.file,
                "line": problem.mark.line,
                "column": problem.mark.column,
                "code": problem.code,
                "severity": "warning" if problem.warning else "error",
                "message": problem.message,
                "remedy": problem.remedy,
            },
            ensure_ascii=False,
        )
    if style == "github":
        kind = "warning" if problem.warning else "error"
        text = f"{problem.message}. {problem.remedy}".replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        return f"::{kind} file={problem.mark.file},line={problem.mark.line},col={problem.mark.column},title={problem.code}::{text}"
    return str(problem)
