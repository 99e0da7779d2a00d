"""Decides which acts and asks stand: what patterns are sure of, what the model believes and nothing vetoes, and what a bare answer means."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from simulator.reading.context import resolve
from simulator.reading.marks import ActMark, AskMark, Clause
from simulator.reading.model import Model, clause_features, features_of, model
from simulator.reading.normal import normalise
from simulator.reading.patterns import Matches, Message

Decided = tuple[tuple[ActMark, ...], tuple[AskMark, ...], tuple[tuple[str, float], ...]]

SOURCE = "model"


def seen(message: Message) -> set[str]:
    """Returns the features of a message, the same in training and in use."""
    before = normalise(message.before).text if message.before else ""
    return features_of(message.normal.text, message.clauses, message.features, before=before, asks=message.asks)


def combine(message: Message, matches: Matches) -> Decided:
    """Returns the acts of an agent's message or the asks of a buyer's, each saying how it was found; hints are left to the rules."""
    trained = model("acts" if message.sender == "agent" else "asks") if message.clauses else None
    confidences = trained.confidences(seen(message)) if trained else []
    if message.sender == "agent":
        return decided_acts(message, matches, trained, confidences), (), ()
    return (), decided_asks(message, matches, trained, confidences), ()


def decided_acts(message: Message, matches: Matches, trained: Model | None, confidences: Sequence[float]) -> tuple[ActMark, ...]:
    """Returns the acts that stand, in order of the text. `confidences` are the model's, in the order of its labels."""
    found: dict[str, list[ActMark]] = {}
    for mark in matches.acts:
        found.setdefault(mark.act, []).append(mark)
    for mark in resolve(message, frozenset(found)):
        found.setdefault(mark.act, []).append(mark)
    if trained:
        vetoed = {veto.act for veto in matches.vetoes}
        for act, sure in zip(trained.labels, confidences, strict=True):
            if act not in found and act not in vetoed and sure >= trained.thresholds[act]:
                found[act] = [ActMark(act, _clause_of(message, trained, act).span, round(sure, 3), "model", SOURCE)]
    return tuple(sorted(chain.from_iterable(found.values()), key=lambda mark: (mark.span, mark.act)))


def decided_asks(message: Message, matches: Matches, trained: Model | None, confidences: Sequence[float]) -> tuple[AskMark, ...]:
    """Returns the asks that stand, one mark each, in order of the text."""
    found: dict[str, AskMark] = {}
    for mark in sorted(matches.asks, key=lambda mark: (-mark.confidence, mark.span)):
        found.setdefault(mark.ask, mark)
    if trained:
        vetoed = {veto.act for veto in matches.vetoes}
        for ask, sure in zip(trained.labels, confidences, strict=True):
            if ask not in found and ask not in vetoed and sure >= trained.thresholds[ask]:
                found[ask] = AskMark(ask, _clause_of(message, trained, ask).span, round(sure, 3), "model", SOURCE)
    return tuple(sorted(found.values(), key=lambda mark: (mark.span, mark.ask)))


def _clause_of(message: Message, trained: Model, label: str) -> Clause:
    """Returns the clause that speaks most for `label`: what a trainee is shown as the place where it was found."""
    if len(message.clauses) == 1:
        return message.clauses[0]
    return max(message.clauses, key=lambda clause: trained.share(clause_features(clause), label))
