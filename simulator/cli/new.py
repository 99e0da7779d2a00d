"""`kefu new`: a valid file to start from."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from pathlib import Path

import click

from simulator.cli import options
from simulator.cli.failures import Refused
from simulator.cli.texts import texts


@click.command(name="new")
@click.argument("kind", type=click.Choice(["persona", "scenario", "rule", "shop", "exam"]))
@click.argument("name", metavar="ID")
@click.option("--in", "root", type=click.Path(path_type=Path, file_okay=False), default=Path(), help="The content folder (default: here).")
@options.language
def command(kind: str, name: str, root: Path, lang: str) -> None:
    """Writes a valid file of KIND with the id ID, where content of that kind belongs, and its JSON Schema beside it for editors."""
    from simulator.home import write_whole
    from simulator.kinds import place_of, schema, starter

    if not re.fullmatch(r"[a-z][a-z0-9_]{0,63}", name):
        raise Refused(f"{name!r} cannot be an id: use lower case letters, digits and _, and begin with a letter")
    if name in _taken(kind):
        raise Refused(f"there is a {kind} {name!r} already; give yours another id")
    path = root / place_of(kind, name)
    if path.exists():
        raise Refused(f"{path} is there already; nothing was changed")
    schema_path = root / "schemas" / f"{kind}.json"
    up = "../" * (len(place_of(kind, name).parts) - 1)
    try:
        for folder in (path.parent, schema_path.parent):
            folder.mkdir(parents=True, exist_ok=True)
        write_whole(schema_path, json.dumps(schema(kind), ensure_ascii=False, indent=1) + "\n")
        write_whole(path, f"# yaml-language-server: $schema={up}schemas/{kind}.json\n" + starter(kind, name))
    except OSError as error:
        raise Refused(f"cannot write {path}: {error.strerror or error}") from error
    click.echo(texts(lang)("new.made", path=path))


def _taken(kind: str) -> Collection[str]:
    """Returns the ids that content of this kind has already, ours and that of $KEFU_CONTENT."""
    from simulator.grading import content_folders
    from simulator.library import Library

    library = Library.load(more=content_folders())
    return {rule.id for rule in library.rulebook.rules} if kind == "rule" else library.sources(kind)
