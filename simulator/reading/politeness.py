"""Politeness of one reply: a sum of visible signs. What the signs are, what they weigh and why stands in lexicon/zh/politeness.yaml.

score = base + surface merits (bounded) + substance merits (bounded) + faults, then the lowest cap of the faults found, within 0..100.
The same words count once: where faults overlap the heaviest stands, and no merit is found inside a fault. In a sneer courtesy is
worth nothing.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import islice
from math import tanh

from simulator.reading.lazy import Lazy
from simulator.reading.lexicon import Words, compiled, places
from simulator.reading.marks import ActMark, Clause, Marker, Span
from simulator.reading.normal import ZH, Normalised
from simulator.reading.tone import tone
from simulator.reading.value import value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SOURCE = f"{ZH}/politeness.yaml"
_EDGES = ",。!?;:~ \n"
_QUOTED = Lazy(r"“[^”]*”|「[^」]*」|『[^』]*』|\"[^\"]*\"")
_SURE_ENOUGH = 0.75
"""How sure an act must be before it counts as a sign."""
_BARE, _CURT, _IDLE, _WALL = 3, 8, 24, 55
"""Letters and characters: a reply is bare up to, curt up to, mere thanks up to; a run without a pause is a wall from."""
_FEELING = frozenset({"apology", "empathy", "owns_fault", "care", "patience", "warmth"})
"""What meets a buyer's feeling."""
_MOST_READ = 2_000
"""Characters of one message that are judged; keeps the time bounded on pasted walls of text."""


@value
class Kind:
    """One kind of sign as politeness.yaml states it."""

    id: str
    group: str
    weight: int
    most: int
    cap: int
    empties: bool
    shape: str
    acts: tuple[str, ...]
    unless_before: str


@value
class Courtesy:
    """politeness.yaml, ready to match."""

    numbers: Mapping[str, Any]
    kinds: list[Kind]
    by_id: Mapping[str, int]
    by_act: Mapping[str, int]
    words: Words
    exact: list[tuple[int, ...]]
    triggers: list[tuple[int, ...]]
    rules: list[tuple[int, str, tuple[frozenset[str], ...]]]
    texts: Mapping[str, Mapping[str, Any]]


Sign = tuple[int, int, int]
"""(number of the kind, start, end) in the normalised text."""


@cache
def courtesy() -> Courtesy:
    """Returns the politeness lexicon, loaded at most once a process. Raises ContentError where its file is wrong."""

    def build() -> dict[str, Any]:
        from pathlib import Path

        from simulator.reading.compile_politeness import politeness_tables

        return politeness_tables(Path(SOURCE))

    compiler = os.path.join(os.path.dirname(__file__), "compile_politeness.py")
    tables = compiled("politeness", ZH, [SOURCE, compiler], build)
    kinds = [Kind(*row) for row in tables["kinds"]]
    return Courtesy(
        tables,
        kinds,
        {kind.id: number for number, kind in enumerate(kinds)},
        {act: number for number, kind in enumerate(kinds) for act in kind.acts},
        Words(tables["words"]),
        tables["exact"],
        tables["triggers"],
        tables["rules"],
        tables["texts"],
    )


_ASKING, _COURTESIES = (
    frozenset({"ask_need", "ask_link", "confirm_address"}),
    frozenset({"greet", "welcome", "thank", "acknowledge", "offer_help"}),
)
_CERTAIN = 0.9


def judge(
    normalised: Normalised, clauses: Sequence[Clause], acts: Sequence[ActMark], before: str, asks: Sequence[str]
) -> tuple[int, tuple[Marker, ...]]:
    """Returns (score 0..100, the signs it is the sum of, in order of the text) of an agent's reply to the buyer's line `before`."""
    known = courtesy()
    signs = _select(known, _found(known, normalised, before, _from_acts(known, normalised, acts)), normalised.text)
    signs += _shapes(known, normalised.text, signs, before)
    markers = [Marker(known.kinds[kind].id, normalised.span(start, end), known.kinds[kind].weight) for kind, start, end in signs]
    toneless = _plain_question(acts) or _letters(normalised.text) <= _BARE
    markers += [marker for marker in _tone(known, clauses) if marker.kind != "tone_cold" or not toneless]
    markers = _emptied(known, markers)
    return total(markers), tuple(sorted(markers, key=lambda marker: (marker.span, marker.kind)))


def total(markers: Sequence[Marker]) -> int:
    """Returns the score 0..100 that the markers add up to."""
    known = courtesy()
    sums = {"surface": 0, "substance": 0, "fault": 0}
    cap = 100
    for marker in markers:
        kind = known.kinds[known.by_id[marker.kind]]
        sums[kind.group] += marker.weight
        cap = min(cap, kind.cap)
    numbers = known.numbers
    score = (
        numbers["base"] + min(sums["surface"], numbers["surface_most"]) + min(sums["substance"], numbers["substance_most"]) + sums["fault"]
    )
    return int(max(0, min(score, cap, 100)))


def explain(kind: str) -> Mapping[str, Any]:
    """Returns the texts of a kind of sign: its name (`zh`, `en`), `why` and, for a fault, a `better` wording, the last two as {zh, en}."""
    return courtesy().texts[kind]


def _found(known: Courtesy, normalised: Normalised, before: str, told: list[Sign]) -> list[Sign]:
    """Returns the signs the lexicon's patterns find and those `told` by acts, exceptions taken out."""
    text = f"\n{normalised.text[:_MOST_READ]}\n"
    found = [(kind, start + 1, end + 1) for kind, start, end in told if end < len(text)]
    unread = [sign for sign in told if sign[2] >= len(text)]
    rules: set[int] = set()
    there = frozenset(text)
    for word, start, end in known.words.hits(text):
        found += [(kind, start, end) for kind in known.exact[word]]
        rules.update(known.triggers[word])
    for rule in rules:
        kind, pattern, gates = known.rules[rule]
        if any(map(there.isdisjoint, gates)):
            continue
        most = 1 if kind >= 0 and known.kinds[kind].most == 1 else None
        found += [(kind, start, end) for start, end in islice(places(pattern, text), most)]
    excepted = [(~kind, start, end) for kind, start, end in found if kind < 0]
    signs: list[Sign] = []
    for kind, start, end in found:
        if kind < 0 or (excepted and any(other == kind and left < end and start < right for other, left, right in excepted)):
            continue
        unless = known.kinds[kind].unless_before
        if not unless or not shows(unless, before):
            signs.append((kind, *_trimmed(text, start, end)))
    return [(kind, start - 1, end - 1) for kind, start, end in signs if start < end] + unread


def _trimmed(text: str, start: int, end: int) -> Span:
    """Returns the span without the punctuation at its edges; of nothing but punctuation, without the line breaks."""
    for edges in (_EDGES, "\n"):
        left, right = start, end
        while left < right and text[left] in edges:
            left += 1
        while right > left and text[right - 1] in edges:
            right -= 1
        if left < right:
            break
    return left, right


def _from_acts(known: Courtesy, normalised: Normalised, acts: Sequence[ActMark]) -> list[Sign]:
    """Returns the signs that dialogue acts are, in the normalised text."""
    found: list[Sign] = []
    offsets = normalised.offsets
    for act in acts:
        kind = known.by_act.get(act.act)
        if kind is None or act.confidence < _SURE_ENOUGH:
            continue
        inside = [at for at, offset in enumerate(offsets) if act.span[0] <= offset < act.span[1]]
        if inside:
            found.append((kind, inside[0], inside[-1] + 1))
    return found


def _select(known: Courtesy, found: list[Sign], text: str) -> list[Sign]:
    """Returns the signs that count: the heaviest of overlapping faults, merits outside faults, no kind more often than it may."""
    kinds = known.kinds
    taken: list[Sign] = []
    counts: dict[int, int] = {}
    found.sort(key=lambda sign: (min(kinds[sign[0]].weight, 0), kinds[sign[0]].group != "fault", sign[1], -sign[2], sign[0]))
    quoted = _quotations(text)
    for kind, start, end in found:
        fault = kinds[kind].group == "fault"
        if counts.get(kind, 0) >= kinds[kind].most:
            continue
        if taken and any(left < end and start < right and (other == kind or kinds[other].group == "fault") for other, left, right in taken):
            continue
        if fault and any(left < start and end < right for left, right in quoted):
            continue
        taken.append((kind, start, end))
        counts[kind] = counts.get(kind, 0) + 1
    return taken


def _quotations(text: str) -> list[Span]:
    """Returns the spans between quotation marks, the marks included: words told, not said to the buyer."""
    return [found.span() for found in _QUOTED.finditer(text)] if any(map(text.__contains__, '“「『"')) else []


def _shapes(known: Courtesy, text: str, signs: list[Sign], before: str) -> list[Sign]:
    """Returns the signs that lie in how much is said, or in what is left out; each spans the whole message."""
    if not text.strip(_EDGES):
        return []
    there = {known.kinds[sign[0]].id for sign in signs}
    substance = {known.kinds[sign[0]].id for sign in signs if known.kinds[sign[0]].group == "substance"}
    surface = {known.kinds[sign[0]].id for sign in signs if known.kinds[sign[0]].group == "surface"}
    content = _letters(text)
    found: list[str] = []
    alone = not surface and not any(known.kinds[sign[0]].group == "fault" for sign in signs)
    if alone and content <= _BARE and substance <= {"answers"}:
        found.append("bare")
    elif alone and content <= _CURT and "你" not in text and substance <= {"answers", "reason"}:
        found.append("curt")
    if before and not substance & _FEELING and upset(before):
        found.append("ignores_feeling")
    if before and "answers" not in substance and shows("asks", before) and not shows("calling", before):
        thanked = content <= _IDLE and substance <= {"wish", "warmth"} and "谢" in text and shows("idle", text)
        if thanked or shows("opening", text):
            found.append("no_answer")
    if len(text) >= _WALL and max(map(len, _split(text))) >= _WALL:
        found.append("wall")
    return [(known.by_id[kind], *_trimmed(text, 0, len(text))) for kind in found if kind not in there]


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _split(text: str) -> list[str]:
    for edge in _EDGES[1:]:
        text = text.replace(edge, ",")
    return text.split(",")


def upset(before: str) -> bool:
    """Returns whether the buyer's line complains or is distressed."""
    return shows("upset", before) and not shows("calm", before)


@lru_cache(4096)
def shows(what: str, before: str) -> bool:
    """Returns whether the buyer's line is of that kind (`buyer:` in politeness.yaml)."""
    return any(True for _ in places(courtesy().numbers["buyer"][what], before))


def _tone(known: Courtesy, clauses: Sequence[Clause]) -> list[Marker]:
    """Returns how the whole message reads beyond its signs, shown at the clause that says so most; nothing where that is little."""
    numbers = known.numbers["tone"]
    read, coldest, warmest = tone([clause.text for clause in clauses if clause.at < _MOST_READ])
    low, high = numbers["plain"]
    points = read / 10 - min(max(read / 10, low), high)
    kind, at, most = ("tone_cold", coldest, -numbers["cold_most"]) if points < 0 else ("tone_warm", warmest, numbers["warm_most"])
    weight = round(most * tanh(points / most))
    return [Marker(kind, clauses[at].span, weight)] if clauses and abs(weight) >= numbers["from"] else []


def _plain_question(acts: Sequence[ActMark]) -> bool:
    """Returns whether a message does nothing but ask what it must know, after a courtesy at most: that is no cold tone, however short."""
    done = {mark.act for mark in acts}
    return not done.isdisjoint(_ASKING) and done <= _ASKING | _COURTESIES and all(mark.confidence >= _CERTAIN for mark in acts)


def _emptied(known: Courtesy, markers: list[Marker]) -> list[Marker]:
    """Returns the markers without the words of courtesy and the warm tone where a fault makes them worth nothing."""
    if not any(known.kinds[known.by_id[marker.kind]].empties for marker in markers):
        return markers
    return [marker for marker in markers if marker.kind != "tone_warm" and known.kinds[known.by_id[marker.kind]].group != "surface"]
