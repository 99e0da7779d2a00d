"""Matches the lexicon's patterns: required words first, then RE2, then the scopes the entry will not stand in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from simulator.reading.clauses import clause_at
from simulator.reading.lexicon import EDGES, Hit, Lexicon, Pattern, lexicon, places
from simulator.reading.marks import ActMark, AskMark, Clause, Span
from simulator.reading.normal import ZH, Normalised
from simulator.reading.value import value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from simulator.reading.lexicon import Folder

SURE = 0.9
"""The confidence from which a pattern stands by itself."""

_MOST_MATCHES = 51
"""Of one pattern in one message; keeps the time bounded on pasted walls of text."""


@value
class Veto:
    """Words that say an act can not be there: an innocent sense (最近) or its refusal (不能加微信); of a buyer, that an ask is not made."""

    act: str
    """The act; in a buyer's line the ask."""
    span: Span
    source: str


@value
class Matches:
    """What the lexicon's patterns found. Those less sure than SURE are evidence for the model, never marks of their own."""

    acts: tuple[ActMark, ...]
    asks: tuple[AskMark, ...]
    vetoes: tuple[Veto, ...]
    evidence: tuple[str, ...] = ()
    """`P:` entry ids of acts and asks and `V:` entry ids of vetoes, sure or not, in order."""


NOTHING = Matches((), (), ())


@value
class Message:
    """One message, prepared once and handed to every part of the reading."""

    normal: Normalised
    clauses: tuple[Clause, ...]
    hits: Sequence[Hit]
    features: tuple[str, ...]
    sender: str
    before: str
    """The other side's line just before, raw."""
    asks: tuple[str, ...]
    """What the buyer has asked for and not yet been answered."""
    matches: Matches = NOTHING
    """What the lexicon is sure of; empty until `match` has run."""


def match(message: Message, folder: Folder = ZH) -> Matches:
    """Returns the acts (of an agent), asks (of a buyer) and vetoes that patterns find; a mark that its act's veto overlaps is dropped."""
    known = lexicon(folder)
    there = {hit[0] for hit in message.hits}
    triggers = known.triggers if message.sender == "agent" else known.ask_triggers
    candidates = {number for word in there & triggers.keys() for number in triggers[word]}
    acts: list[ActMark] = []
    asks: list[AskMark] = []
    vetoes: list[Veto] = []
    evidence: dict[str, None] = {}
    shown: set[str] = set()
    for entry, kind, target, words, unless, sure, _, _ in _likely(known, candidates, there, message):
        for start, end in _spans(words, unless, message):
            evidence[f"{'P' if kind in ('act', 'ask') else 'V'}:{entry}"] = None
            if kind == "act":
                shown.add(target)
            if sure < SURE:
                break
            span = message.normal.span(start, end)
            if kind == "act":
                acts.append(ActMark(target, span, sure, "pattern", entry))
            elif kind == "ask":
                asks.append(AskMark(target, span, sure, "pattern", entry))
            else:
                vetoes.append(Veto(target, span, entry))
    if message.sender == "agent":
        vetoes += _denied(known, message, shown)
    kept = merged([mark for mark in acts if not _vetoed(mark, vetoes)])
    made = tuple(mark for mark in asks if not any(veto.act == mark.ask for veto in vetoes))
    return Matches(kept, made, tuple(vetoes), tuple(evidence))


def _likely(known: Lexicon, candidates: set[int], there: set[int], message: Message) -> list[Pattern]:
    """Returns the candidates, in the lexicon's order, whose other words are there too and which the message's length and asks allow."""
    length = len(message.normal.text)
    needs = known.needs
    found: list[int] = []
    for number in candidates:
        for needed in needs[number]:
            if there.isdisjoint(needed):
                break
        else:
            found.append(number)
    likely = [known.patterns[number] for number in sorted(found)]
    return [row for row in likely if not 0 < row[-1] < length and (not row[-2] or not set(row[-2]).isdisjoint(message.asks))]


def merged(acts: Sequence[ActMark]) -> tuple[ActMark, ...]:
    """Returns the marks in order of the text; of marks of one act that overlap, the surest, then the first."""
    kept: list[ActMark] = []
    for mark in sorted(acts, key=_surest_first):
        if not any(other.act == mark.act and other.span[0] < mark.span[1] and mark.span[0] < other.span[1] for other in kept):
            kept.append(mark)
    return tuple(sorted(kept, key=_in_order))


def _surest_first(mark: ActMark) -> tuple[float, Span, str]:
    return -mark.confidence, mark.span, mark.act


def _in_order(mark: ActMark) -> tuple[Span, str]:
    return mark.span, mark.act


def _denied(known: Lexicon, message: Message, shown: set[str]) -> list[Veto]:
    """Returns vetoes for acts whose topics the message names only to deny them, ask for them, quote or warn; not against a pattern."""
    denied = {mark[3:] for mark in message.features if mark[:3] == "TN:"}
    if not denied:
        return []
    asserted = {mark[3:] for mark in message.features if mark[:3] == "TP:"}
    return [
        Veto(act, (0, 0), "denied")
        for act, topics in known.denied.items()
        if not denied.isdisjoint(topics) and asserted.isdisjoint(topics) and act not in shown
    ]


def _spans(words: str, unless: tuple[str, ...], message: Message) -> Iterator[Span]:
    """Yields the spans of the normalised text where the pattern stands in none of its scopes."""
    text = message.normal.text
    for found in islice(places(words, text), _MOST_MATCHES):
        start, end = _trimmed(text, *found)
        if start < end and not _stands_in(unless, message.clauses, start, end):
            yield start, end


def _trimmed(text: str, start: int, end: int) -> Span:
    """Returns the match without the punctuation that its pattern's edges took in."""
    while start < end and text[start] in EDGES:
        start += 1
    while start < end and text[end - 1] in EDGES:
        end -= 1
    return start, end


def _stands_in(scopes: tuple[str, ...], clauses: tuple[Clause, ...], start: int, end: int) -> bool:
    """Returns whether the first or the last word of the match stands in one of `scopes`."""
    if not scopes:
        return False
    first, last = clause_at(clauses, start), clause_at(clauses, end - 1)
    return any(clause is not None and getattr(clause, scope) for clause in (first, last) for scope in scopes)


def _vetoed(mark: ActMark, vetoes: list[Veto]) -> bool:
    return any(veto.act == mark.act and veto.span[0] < mark.span[1] and mark.span[0] < veto.span[1] for veto in vetoes)
