"""`kefu graph`: a buyer's state machine as a drawing."""

from __future__ import annotations

from pathlib import Path

import click

from simulator.cli import options
from simulator.cli.failures import Refused


@click.command(name="graph")
@click.argument("persona")
@click.option("--format", "style", type=click.Choice(["mermaid", "dot"]), default="mermaid", help="The language of the drawing.")
@click.option(
    "--coverage",
    type=click.Path(path_type=Path),
    multiple=True,
    help="A transcript, or a folder of them: the states that their buyers visited are painted.",
)
@options.language
def command(persona: str, style: str, coverage: tuple[Path, ...], lang: str) -> None:
    """Prints the machine of PERSONA: every state, ending and way between them."""
    from simulator.cli.score import transcripts
    from simulator.grading import open_library
    from simulator.graph import dot, mermaid
    from simulator.problems import did_you_mean
    from simulator.transcript import read_transcript

    library = open_library()
    found = library.personas.get(persona)
    if found is None:
        raise Refused(f"there is no persona {persona!r}; {did_you_mean(persona, library.personas)}")
    visited = {state for path in transcripts(coverage) for state in _states(read_transcript(path), persona)} if coverage else set()
    click.echo((dot if style == "dot" else mermaid)(found, lang, visited), nl=False)


def _states(transcript: object, persona: str) -> set[str]:
    """Returns the states that a transcript's buyers of `persona` went through."""
    from simulator.events import WorldChanged

    states: set[str] = set()
    for event in getattr(transcript, "events", ()):
        if isinstance(event, WorldChanged) and event.name == "buyer_moved" and str(event.args.get("move", "")).startswith(f"{persona}."):
            states.update(str(event.args[key]) for key in ("from", "to") if event.args.get(key))
    return states
