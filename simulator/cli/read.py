"""`kefu read` as the command framework sees it; the work is in `lines`, which starts without the framework."""

from __future__ import annotations

import sys

import click

from simulator.cli import options
from simulator.cli.lines import read_lines


@click.command(name="read")
@click.argument("file", required=False)
@options.as_json
@options.language
def command(file: str | None, as_json: bool, lang: str) -> None:
    """Reads lines (JSON Lines or plain text) from FILE or standard input and prints what was understood of each.

    A JSON line is {"text": "...", "from": "agent" or "buyer", "buyer": "the buyer's line before"}.
    The output is JSON Lines always, and holds ids, which are the same in every language.
    """
    sys.exit(read_lines([file] if file else []))
