"""`kefu schema`: the JSON Schema of a content kind, for editors."""

from __future__ import annotations

import json

import click

from simulator.cli import options


@click.command(name="schema")
@click.argument("kind", type=click.Choice(["persona", "scenario", "rule", "shop", "exam"]))
@options.language
def command(kind: str, lang: str) -> None:
    """Prints the JSON Schema of KIND. `kefu new` writes the line into a file by which editors find it."""
    from simulator.kinds import schema

    click.echo(json.dumps(schema(kind), ensure_ascii=False, indent=1))
