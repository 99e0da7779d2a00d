"""The only understanding of language in the project: `read` turns one message into a `Reading`, purely and always the same way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from simulator.reading.amounts import amounts_in
from simulator.reading.clauses import clauses_of
from simulator.reading.combine import combine
from simulator.reading.contacts import contact_acts, contacts_in
from simulator.reading.context import answers
from simulator.reading.dates import times_in
from simulator.reading.lexicon import lexicon
from simulator.reading.marks import Reading
from simulator.reading.normal import ZH, normalise
from simulator.reading.patterns import NOTHING, Matches, Message, match, merged
from simulator.reading.politeness import judge
from simulator.reading.promises import promises_in
from simulator.reading.topics import features

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from simulator.reading.lexicon import Folder

_KEPT = 20_000
"""How many readings are remembered: templates and quick phrases come again and again."""

__all__ = ["Reading", "read"]


def read(
    text: str,
    *,
    sender: str = "agent",
    before: str = "",
    asks: Sequence[str] = (),
    earlier: Sequence[str] = (),
    facts: Mapping[str, Any] | None = None,
) -> Reading:
    """Returns all that is understood of `text`; pure, deterministic, never raises on any string.

    `before`: the other side's line just before. `asks`: the buyer's open asks where they are declared; else they are read from `before`.
    `earlier`: the same sender's earlier messages, oldest first. `facts` are accepted for the caller's sake: no reading depends on them.
    """
    return _read(text, sender, before, tuple(asks), tuple(earlier[-3:]))


@lru_cache(_KEPT)
def _read(text: str, sender: str, before: str, asks: tuple[str, ...], earlier: tuple[str, ...]) -> Reading:
    message = prepare(text, sender, before, asks)
    normal, clauses = message.normal, message.clauses
    times = times_in(normal.text)
    contacts = contacts_in(normal, earlier)
    amounts = amounts_in(normal, times)
    matches = message.matches
    if sender == "agent" and contacts:
        acts = merged([*matches.acts, *contact_acts(contacts, clauses, matches)])
        matches = Matches(acts, matches.asks, matches.vetoes, matches.evidence)
    acts, found_asks = combine(message, matches)
    politeness, markers = judge(normal, clauses, acts, before, message.asks) if sender == "agent" else (50, ())
    promises = promises_in(normal, clauses, acts, amounts, times)
    return Reading(text, normal.text, acts, found_asks, amounts, contacts, promises, markers, clauses, politeness)


def prepare(text: str, sender: str = "agent", before: str = "", asks: tuple[str, ...] = (), folder: Folder = ZH) -> Message:
    """Returns the message normalised, cut and marked, as patterns and model see it.

    The buyer's asks are read from `before` where none are given. `folder` is where the lexicon lies.
    """
    normal = normalise(text)
    clauses = clauses_of(normal)
    hits = lexicon(folder).words.hits(normal.text)
    if not asks and before and sender == "agent":
        least = lexicon(folder).sure
        asks = tuple(mark.ask for mark in _read(before, "buyer", "", (), ()).asks if mark.confidence >= least.get(mark.ask, 0.0))
    marks = features(normal, clauses, hits, folder)
    message = Message(normal, clauses, hits, marks, sender, before, asks, NOTHING)
    matches = match(message, folder)
    return Message(normal, clauses, hits, marks + matches.evidence + answers(message), sender, before, asks, matches)
