"""Decides which acts and asks stand: what patterns are sure of, what the model believes and no pattern vetoes, what a bare answer means."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import chain

from simulator.reading.bare import bare_answer
from simulator.reading.context import resolve
from simulator.reading.lexicon import Hit, lexicon
from simulator.reading.marks import ActMark, AskMark, Clause, Span
from simulator.reading.model import CLAUSE_RUNS, Model, Sum, clause_features, features_of, model, other_features, padded, scoped
from simulator.reading.normal import ZH, plain
from simulator.reading.patterns import Matches, Message

Decided = tuple[tuple[ActMark, ...], tuple[AskMark, ...]]

Belief = tuple[str, float]
"""A label that the model believes, and how sure it is, 0..1."""

SOURCE = "model"

_ADDRESSES = frozenset({"亲", "亲亲", "亲爱的", "宝", "宝贝", "您", "老板"})
_COURTESIES = frozenset({"greet", "thank", "welcome", "close"})
_IN_SO_MANY_WORDS = frozenset({"insult", "threaten"})
"""What nobody does by a mere yes or no."""
_SIGNS = " ~,.!?。！？，～…"


def seen(message: Message) -> set[str]:
    """Returns the features of a message, the same in training and in use."""
    return features_of(message.normal.text, message.clauses, message.features, before=plain(message.before), asks=message.asks)


def _others(message: Message) -> set[str]:
    """Returns those of them that are no n-grams of its words."""
    return other_features(message.normal.text, message.clauses, message.features, before=plain(message.before), asks=message.asks)


def combine(message: Message, matches: Matches) -> Decided:
    """Returns the acts of an agent's message or the asks of a buyer's, each saying how it was found."""
    trained = model("acts" if message.sender == "agent" else "asks") if message.clauses else None
    text = padded(message.normal.text)
    runs = trained.runs(text) if trained else []
    believed = trained.believed(_others(message), runs) if trained else []
    places = Places(message.clauses, trained, text, runs)
    if message.sender == "agent":
        return decided_acts(message, matches, believed, places), ()
    return (), decided_asks(matches, believed, places)


def decided_acts(message: Message, matches: Matches, believed: Sequence[Belief], places: Places) -> tuple[ActMark, ...]:
    """Returns the acts that stand, in order of the text: patterns first, then what the model believes and no pattern vetoes."""
    found: dict[str, list[ActMark]] = {}
    for mark in matches.acts:
        found.setdefault(mark.act, []).append(mark)
    for mark in resolve(message, frozenset(found)):
        found.setdefault(mark.act, []).append(mark)
    vetoed = {veto.act for veto in matches.vetoes}
    if _only_courteous(message, found):
        believed = [belief for belief in believed if belief[0] in _COURTESIES and "greet" not in found]
    elif any(act in _IN_SO_MANY_WORDS for act, _ in believed) and bare_answer(message.normal.raw):
        believed = [belief for belief in believed if belief[0] not in _IN_SO_MANY_WORDS]
    guesses = {act: (sure, places.of(act)) for act, sure in believed if act not in found and act not in vetoed}
    for act, (sure, span) in guesses.items():
        rival, rival_span = guesses.get(opposites().get(act, ""), (0.0, None))
        if sure >= rival or span != rival_span:  # one clause can not grant and refuse the same thing
            found[act] = [ActMark(act, span, round(sure, 3), "model", SOURCE)]
    return tuple(sorted(chain.from_iterable(found.values()), key=lambda mark: (mark.span, mark.act)))


def _only_courteous(message: Message, found: dict[str, list[ActMark]]) -> bool:
    """Returns whether every clause is a known courtesy or a mere address: after it nothing may be guessed from what the buyer asked."""
    if only_addresses(message.normal.text):
        return True
    spans = [mark.span for act in _COURTESIES for mark in found.get(act, ())]
    return all(any(start < clause.span[1] and clause.span[0] < end for start, end in spans) for clause in message.clauses)


def only_addresses(text: str) -> bool:
    """Returns whether a message does no more than address the buyer."""
    return text.strip(_SIGNS) in _ADDRESSES


def decided_asks(matches: Matches, believed: Sequence[Belief], places: Places) -> tuple[AskMark, ...]:
    """Returns the asks that stand, one mark each, in order of the text."""
    found: dict[str, AskMark] = {}
    for mark in sorted(matches.asks, key=lambda mark: (-mark.confidence, mark.span)):
        found.setdefault(mark.ask, mark)
    vetoed = {veto.act for veto in matches.vetoes}
    for ask, sure in believed:
        if ask not in found and ask not in vetoed:
            found[ask] = AskMark(ask, places.of(ask), round(sure, 3), "model", SOURCE)
    return tuple(sorted(found.values(), key=lambda mark: (mark.span, mark.ask)))


@cache
def opposites() -> dict[str, str]:
    """Returns act -> the act that answers the same ask the other way, for all acts that grant or refuse one."""
    known = lexicon(ZH)
    pairs = [(known.grants[ask], known.refuses[ask]) for ask in known.grants if ask in known.refuses]
    return {one: other for pair in pairs for one, other in (pair, pair[::-1])}


class Places:
    """Where in a message the model found a label: the clause that speaks most for it. The clauses are added up when first asked for.

    `text` is the message as the model saw it, `runs` the n-grams that it knows in it.
    """

    def __init__(self, clauses: Sequence[Clause], trained: Model | None, text: str, runs: Sequence[Hit]) -> None:
        self._clauses = clauses
        self._trained = trained
        self._text = text
        self._runs = [run for run in runs if CLAUSE_RUNS[0] <= run[2] - run[1] <= CLAUSE_RUNS[1]]
        self._sums: list[Sum] = []

    def of(self, label: str) -> Span:
        """Returns the span of that clause in the raw text."""
        trained = self._trained
        if trained is None or len(self._clauses) == 1:
            return self._clauses[0].span
        if not self._sums:
            self._sums = [self._sum(trained, clause) for clause in self._clauses]
        shares = [trained.share(part, label) for part in self._sums]
        return self._clauses[shares.index(max(shares))].span

    def _sum(self, trained: Model, clause: Clause) -> Sum:
        """Returns what the features of a clause alone add up to."""
        start = self._text.find(clause.text)
        if start < 0:  # it holds signs that are no words
            return trained.sum(clause_features(clause))
        end = start + len(clause.text)
        return trained.sum(scoped(clause), [run for run in self._runs if start <= run[1] and run[2] <= end])
