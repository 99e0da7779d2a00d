"""Proofs that content brings along: replies that a move must or must not be taken by, and transcripts that must pass, fail and replay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator.cues import REPLY, Situation
from simulator.events import Event, WorldChanged
from simulator.machine import BuyerMachine, Reaction
from simulator.persona import Move, Persona
from simulator.problems import ContentError, Mark, Problems
from simulator.reading import read
from simulator.reading.marks import Amount, Reading
from simulator.session import ResumeError, driven, seed_of
from simulator.templates import fill, written
from simulator.transcript import Transcript, read_transcript
from simulator.witness import Witness, witness
from simulator.yamlfile import Document, Place

if TYPE_CHECKING:
    from simulator.library import Library

TRANSCRIPTS = {"model": True, "poor": False}
"""The transcripts beside a scenario, and whether they must pass."""


# What a persona hears ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Listener:
    """Stands in for a conversation, in one state."""

    state: str
    reaction: Reaction | None = None
    confusions: int = 0
    unanswered: int = 0
    silences: int = 0
    greeted: bool = True


def check_heard(machine: BuyerMachine, document: Document, problems: Problems) -> None:
    """Reports every example of a reply that does not take the move it stands at, or takes it and must not."""
    persona = machine.persona
    for move, state, place in _moves(persona, Place(document, problems)):
        for kind, texts in (("moves", move.heard.moves), ("stays", move.heard.stays)):
            for index, text in enumerate(texts):
                taken, reading = hear(machine, state, text, witness(move.when))
                name = persona.full_id(state, move)
                at = place / "heard" / kind / index
                if kind == "moves" and taken != name:
                    at.add("P14", f"{text!r} does not take {name}: {_instead(taken)}", _understood(reading))
                elif kind == "stays" and taken == name:
                    at.add("P15", f"{text!r} takes {name} and must not", _understood(reading))


def hear(machine: BuyerMachine, state: str, text: str, given: Witness) -> tuple[str, Reading]:
    """Returns the id of the reaction a reply causes in a state with the sample facts, "" where none, and how it was read."""
    persona = machine.persona
    facts = _with_facts(persona, given)
    before, proposed = _said_in(persona, state, facts)
    asks = persona.states[state].asks
    reading = read(text, sender="agent", before=before, asks=asks, facts=facts)
    situation = Situation(
        reading=reading,
        facts=facts,
        mood={name: round((low + high) / 2) for name, (low, high) in persona.mood.items()} | given.mood,
        open_asks=asks,
        proposed=proposed,
        heard=dict(Counter(reading.act_ids)) | given.heard,
        visits=given.visits,
    )
    taken = machine.fire(REPLY, _Listener(state), situation)
    return (taken.id if taken else ""), reading


def _moves(persona: Persona, top: Place) -> Iterator[tuple[Move, str, Place]]:
    """Yields every move with a state it can be taken in, and its place."""
    for index, move in enumerate(persona.always):
        states = [name for name in (persona.starts, *persona.states) if any(move is other for other in persona.moves_of(name))]
        if states:
            yield move, states[0], top / "always" / index
    for name, state in persona.states.items():
        for index, move in enumerate(state.moves):
            yield move, name, top / "states" / name / "moves" / index


def _with_facts(persona: Persona, given: Witness) -> dict[str, dict[str, Any]]:
    sample = persona.sample
    facts: dict[str, dict[str, Any]] = {"item": dict(sample.item), "shop": dict(sample.shop), "order": dict(sample.order)}
    for path, value in given.facts.items():
        *groups, name = path.split(".")
        inner: dict[str, Any] = facts
        for group in groups:
            inner = inner.setdefault(group, {})
        inner[name] = value
    return facts


def _said_in(persona: Persona, state: str, facts: Mapping[str, Any]) -> tuple[str, tuple[Amount, ...]]:
    """Returns the last line the buyer says on coming into a state, and the amounts it names there."""
    says = persona.states[state].says
    own = {"asked": "", "offer": written(facts["item"].get("list_price")), "nick": ""}
    lines = [fill(text, facts, own) for text in says[0]] if says else []
    proposed: tuple[Amount, ...] = ()
    for line in lines:
        proposed = tuple(a for a in read(line, sender="buyer").amounts if a.kind in ("price", "off", "fold")) or proposed
    return (lines[-1] if lines else ""), proposed


def _instead(taken: str) -> str:
    return f"it takes {taken}" if taken else "it takes nothing"


def _understood(reading: Reading) -> str:
    acts = ", ".join(f"{mark.act} ({reading.text[slice(*mark.span)]})" for mark in reading.acts) or "no act"
    amounts = ", ".join(f"{amount.kind} {amount.value / 100:g}" for amount in reading.amounts)
    return f"it is read as: {acts}{f'; {amounts}' if amounts else ''}"


# Transcripts ------------------------------------------------------------------------------------------------------------


def check_transcripts(library: Library, scenario: str, problems: Problems) -> None:
    """Reports transcripts beside a scenario that are missing, broken, do not pass or fail as they must, or are stale."""
    source = library.sources("scenario")[scenario]
    for name, must_pass in TRANSCRIPTS.items():
        path = source.path.parent / f"{name}.jsonl"
        shown = source.document.file.replace("scenario.yaml", f"{name}.jsonl")
        remedy = f"record one: kefu play {scenario} --replies FILE --out {name}.jsonl"
        if not path.is_file():
            problems.add(source.document.mark(("scenario",)), "S11", f"{scenario} has no {name}.jsonl", remedy)
            continue
        try:
            transcript = read_transcript(path)
        except ContentError as error:
            problems.extend(error.problems)
            continue
        _check_transcript(library, scenario, transcript, Mark(shown), must_pass, problems)


def _check_transcript(library: Library, scenario: str, transcript: Transcript, mark: Mark, must_pass: bool, problems: Problems) -> None:
    from scoring.score import score

    if transcript.header.scenario != scenario:
        problems.add(mark, "S12", f"the transcript is of {transcript.header.scenario!r}", f"record it again from {scenario}")
        return
    card = score(transcript, library.rulebook, library.scenarios[scenario])
    if card.passed != must_pass:
        total = "no marks" if card.total is None else f"{card.total / 10:g} of {library.scenarios[scenario].rubric.pass_mark}"
        costly = [finding for finding in card.findings if finding.delta < 0 or (finding.fatal and not finding.unsure)]
        broken = "; ".join(dict.fromkeys(f"{finding.rule}{' (fatal)' if finding.fatal else ''}" for finding in costly))
        verb = "passes" if card.passed else "does not pass"
        problems.add(mark, "S13", f"it {verb} ({total})", f"findings: {broken or 'none'}")
    again = f"kefu play {scenario} --replies {mark.file} --seed {seed_of(transcript.header)} --out new.jsonl, then put it in its place"
    try:
        session = driven(transcript.header, transcript.events, library.casts_of(transcript.header))
    except ResumeError as error:
        problems.add(mark, "S14", f"it cannot be played again: {error}", again)
        return
    was, now = endings(transcript.events), endings(session.events)
    if was != now:
        problems.add(mark, "S14", f"stale: it ended {_named(was)}, played again it ends {_named(now)}", f"record it again: {again}")


def endings(events: tuple[Event, ...] | list[Event]) -> dict[str, str]:
    """Returns the ending of each conversation whose buyer has left."""
    return {
        event.conversation: str(event.args.get("ending", ""))
        for event in events
        if isinstance(event, WorldChanged) and event.name == "buyer_left"
    }


def _named(found: Mapping[str, str]) -> str:
    return ", ".join(found.values()) or "nowhere"
