"""A buyer as a definition: states, moves, silences, lines, moods. Loads and checks; how it behaves is the machine's business."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from simulator.fields import (
    Bool,
    Context,
    Id,
    Int,
    Model,
    Named,
    NumberRange,
    Says,
    Seconds,
    SecondsRange,
    Several,
    Text,
    When,
    declared,
    one_of,
    validated,
    wrong,
)
from simulator.problems import Problems
from simulator.vocabulary import Vocabulary
from simulator.yamlfile import Document

Deed = Literal[
    "place_order",
    "pay",
    "cancel_order",
    "request_refund",
    "review_good",
    "review_bad",
    "complain",
    "confirm_receipt",
]
"""What a buyer can do beside talking."""

StateId = Annotated[str, declared("state")]
Target = Annotated[str, declared("state or ending", "targets")]


def _within_mood(bounds: tuple[float, float]) -> tuple[float, float]:
    if bounds[0] < 0 or bounds[1] > 100:
        raise wrong("D03", f"a mood of {bounds[0]:g}..{bounds[1]:g}", "moods stay within 0..100")
    return bounds


MoodRange = Annotated[NumberRange, AfterValidator(_within_mood)]
MoodName = Annotated[str, declared("mood")]
MoodChange = dict[MoodName, Int]
Ask = Annotated[str, one_of("ask", lambda context: context.words.asks)]
Deeds = tuple[Deed, ...]


class Source(Model):
    """Where the buyer comes from: a seed text, and what it says there."""

    seed: Text | None = None
    ref: Text | None = None
    note: Text | None = None


class Typing(Model):
    """How the buyer types: seconds of thought before a message, characters a second."""

    think: SecondsRange = (2.0, 6.0)
    chars_per_second: NumberRange = (3.0, 6.0)


class Sample(Model):
    """Facts that the `heard` proofs are read with, in yuan."""

    item: dict[str, Any] = Field(default_factory=dict)
    shop: dict[str, Any] = Field(default_factory=dict)
    order: dict[str, Any] = Field(default_factory=dict)


class Heard(Model):
    """Proofs of a move: replies that must take it in its state, and replies that must not."""

    moves: tuple[Text, ...] = ()
    stays: tuple[Text, ...] = ()


class Move(Model):
    """One reaction. Without `to` the buyer stays in its state. `waits`: silence timers start this much later."""

    id: Id
    when: When
    to: Target | None = None
    says: Says = ()
    mood: MoodChange = Field(default_factory=dict)
    waits: Seconds = 0.0
    does: Deeds = ()
    why: Named | None = None
    heard: Heard = Field(default_factory=Heard)
    only_from: Several[StateId] = Field(default=(), alias="from")
    never_from: Several[StateId] = Field(default=(), alias="except")


class Decision(Model):
    """One way on from a state that decides by itself; without `when` it is the way that is left."""

    when: When | None = None
    to: Target
    why: Named | None = None


class Silence(Model):
    """What the buyer does when nothing has been said for `after` seconds since its last line."""

    after: Seconds
    says: Says = ()
    mood: MoodChange = Field(default_factory=dict)
    to: Target | None = None
    does: Deeds = ()
    why: Named | None = None


class Fallback(Model):
    """What the buyer says to a reply that no move is for, at most so often; after that it goes on to `then`."""

    says: Says = ()
    mood: MoodChange = Field(default_factory=dict)
    at_most: Annotated[int, Field(ge=1, le=10)] = 3
    then: Target | None = None
    why: Named | None = None


class State(Model):
    """One stage of the talk: what the buyer says and does on coming here, what it asks, and how it reacts."""

    about: Named | None = None
    asked: Named | None = None
    says: Says = ()
    asks: Several[Ask] = ()
    does: Deeds = ()
    moves: tuple[Move, ...] = ()
    decides: tuple[Decision, ...] = ()
    unanswered: Fallback | None = None
    silence: tuple[Silence, ...] = ()


class Ending(Model):
    """A final state. `good` for the shop or not. On entering it the buyer says and does its last."""

    name: Named
    good: Bool
    says: Says = ()
    does: Deeds = ()


class Persona(Model):
    """One buyer."""

    format: Literal[1]
    persona: Id
    name: Named
    about: Named
    source: Source | None = None
    mood: dict[Id, MoodRange] = Field(default_factory=dict)
    typing: Typing = Field(default_factory=Typing)
    sample: Sample = Field(default_factory=Sample)
    starts: StateId
    states: dict[Id, State]
    always: tuple[Move, ...] = ()
    confused: Fallback
    endings: dict[Id, Ending]

    def moves_of(self, state: str) -> Iterator[Move]:
        """Yields the moves that are tried in `state`, in the order they are tried."""
        for move in self.always:
            if state not in move.never_from and (not move.only_from or state in move.only_from):
                yield move
        yield from self.states[state].moves

    def full_id(self, state: str, move: Move) -> str:
        """Returns the name a move has in journals and reports: haggler.opens.caved, or haggler.always.rude."""
        return f"{self.persona}.{state if move in self.states[state].moves else 'always'}.{move.id}"


def read_persona(document: Document, words: Vocabulary, problems: Problems) -> Persona | None:
    """Returns the persona in `document`, or None after every problem with it was put into `problems`."""
    states, endings, moods = (_declared(document, key) for key in ("states", "endings", "mood"))
    for name in sorted(states & endings):
        mark = document.mark(("endings", name), key=True)
        problems.add(mark, "P01", f"{name!r} is a state and an ending", "give one of them another name")
    names = {"states": states, "targets": states | endings, "moods": moods}
    persona = validated(Persona, document, problems, Context(words, names))
    if persona is not None:
        _report_twins(persona, document, problems)
    return persona


def _declared(document: Document, key: str) -> frozenset[str]:
    """Returns the names that the file declares under `key`, whatever else is wrong with it."""
    found = document.content.get(key) if isinstance(document.content, dict) else None
    return frozenset(found) if isinstance(found, dict) else frozenset()


def _report_twins(persona: Persona, document: Document, problems: Problems) -> None:
    """Reports moves of one state that have the same id."""
    lists = [(("always",), persona.always), *((("states", name, "moves"), state.moves) for name, state in persona.states.items())]
    for path, moves in lists:
        ids = [move.id for move in moves]
        for index, move in enumerate(moves):
            if move.id in ids[:index]:
                problems.add(document.mark((*path, index, "id")), "P02", f"a move {move.id!r} stands here twice", "give it another id")
