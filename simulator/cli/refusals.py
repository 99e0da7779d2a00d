"""Actions in a file of replies that the order did not allow: told on stderr, with their line; the talk goes on without them."""

from __future__ import annotations

from pathlib import Path

import click

from simulator.actions import ActionRefused
from simulator.cli.texts import texts
from simulator.playing import OnRefusal
from simulator.replies import Reply
from simulator.words import pick


def refusals(file: Path, lang: str) -> OnRefusal:
    """Returns what tells of the refused actions of `file`."""

    def told(reply: Reply, error: ActionRefused) -> None:
        click.echo(texts(lang)("play.refused", file=file, line=reply.line, action=reply.action, why=pick(error.why, lang)), err=True)

    return told
