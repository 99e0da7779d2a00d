"""The trained part of the reading: linear models over character n-grams and the designed marks, in plain Python.

A model is one file: what marshal keeps of it, then the rows. Each feature owns a row of one byte a label; a row is widened once into a big
integer with a lane of 16 bits a label, so that scoring a text for all labels at once is a sum of integers. Features lie in drawers by their
last character, opened when one of them is first asked for: a single line opens few. Who reads more opens all, and finds the n-grams of a
text by one automaton over all features. The weights come from the corpus, by `training` alone.
"""

from __future__ import annotations

import math
import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from mmap import ACCESS_READ, mmap
from operator import attrgetter

from simulator.reading.lazy import Lazy
from simulator.reading.lexicon import Hit, Words, unmarshalled
from simulator.reading.marks import Clause
from simulator.reading.normal import runs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

WEIGHTS = os.path.join(os.path.dirname(__file__), "weights")
"""The folder of the trained weights."""

RUNS = 1, 4
"""The shortest and the longest n-grams of a message."""
CLAUSE_RUNS = 2, 3
"""Those of a clause."""
SHORT_ANSWER = 8
"""An answer of up to this many characters is read together with what was asked."""

Sum = tuple[list[int], int]
"""The rows of some features added up, in integers of a lane a label and at last the squared length; and how many rows they are."""

_NOT_WORDS = Lazy(r"[^\w\u4e00-\u9fff]+")
_ZERO = 128
_LANE = 2
_LANE_BITS, _LANE_MASK = 16, 0xFFFF
_MOST_ADDED = 257
"""How many bytes add up in a lane without running over."""
_DRAWN = 20
"""From how many texts on all drawers are open, and looking for closed ones is not worth it."""


class Model:
    """One family's weights; read-only once loaded. A label is believed from the confidence that `thresholds` gives for it."""

    def __init__(self, packed: bytes | mmap) -> None:
        stored: Mapping[str, Any] = unmarshalled(packed)
        self.labels: tuple[str, ...] = stored["labels"]
        self.thresholds: dict[str, float] = dict(zip(self.labels, stored["thresholds"], strict=True))
        self.beside: Sequence[float] = stored.get("beside", ())
        """What the margin of a network counts beside the model's own for each label; nothing where none is heard."""
        self._drawers: dict[str, tuple[int, str]] = stored["drawers"]
        self._drawn = 0
        self._lanes = len(self.labels) + 1
        self._count: int = stored["count"]
        self._rows = memoryview(packed)[len(packed) - self._count * self._lanes :]
        self._numbers: dict[str, int] = {}
        self._wide = [0] * self._count
        self._words: Words | None = None
        self._scales: list[float] = stored["scales"]
        self._biases: list[float] = stored["biases"]
        self._squares: float = stored["squares"]
        self._slopes: list[float] = stored["slopes"]
        self._offsets: list[float] = stored["offsets"]
        self._least = [
            ((math.log(sure / (1 - sure)) - offset) / slope - bias) / scale
            for sure, slope, offset, bias, scale in zip(
                stored["thresholds"], self._slopes, self._offsets, self._biases, self._scales, strict=True
            )
        ]
        """How far above zero a label's lane must be, for a text whose vector has length 1."""
        self._least_of_all = min(self._least)

    def runs(self, text: str) -> list[Hit]:
        """Returns the n-grams of `text` that are features, and where they stand."""
        if self._drawers:
            self._open({*text})
            places = [(at, at + length) for length in range(RUNS[0], RUNS[1] + 1) for at in range(len(text) - length + 1)]
            return [(self._numbers[text[start:end]], start, end) for start, end in places if text[start:end] in self._numbers]
        if self._words is None:
            self._words = Words(sorted(self._numbers, key=self._numbers.__getitem__), scans=0)
        return self._words.hits(text)

    def believed(self, features: Collection[str], runs: Iterable[Hit] = ()) -> list[tuple[str, float]]:
        """Returns the labels whose margin reaches their threshold, in the order of `labels`, each with its confidence 0..1."""
        lanes, zero, length = self._lanes_of(self.sum(features, runs))
        floor = zero + self._least_of_all * length - 1
        return [
            (self.labels[at], self._confidence(at, (lanes[at] - zero) * self._scales[at] / length + self._biases[at]))
            for at in [at for at, lane in enumerate(lanes[:-1]) if lane > floor]  # most labels are far from any threshold
            if lanes[at] - zero >= self._least[at] * length
        ]

    def margins(self, features: Collection[str]) -> list[float]:
        """Returns how much speaks for each label, in the order of `labels`: above 0 more than against it."""
        lanes, zero, length = self._lanes_of(self.sum(features))
        return [(lane - zero) * scale / length + bias for lane, scale, bias in zip(lanes, self._scales, self._biases, strict=False)]

    def confidences(self, margins: Iterable[float]) -> list[float]:
        """Returns how sure margins make of each label, 0..1, in the order of `labels`."""
        return [self._confidence(at, margin) for at, margin in enumerate(margins)]

    def share(self, part: Sum, label: str) -> int:
        """Returns what a part of a text adds to `label`, unscaled: good only for comparing parts of the same text."""
        totals, known = part
        lane = self.labels.index(label) * _LANE_BITS
        return sum([total >> lane & _LANE_MASK for total in totals]) - _ZERO * known

    def sum(self, features: Collection[str], runs: Iterable[Hit] = ()) -> Sum:
        """Returns the rows of the known features and of n-grams found, added up, and how many they are; each counts once."""
        if self._drawers:
            self._open({feature[-1] for feature in features})
        numbers = {number for number, _, _ in runs}
        if features:
            numbers.update([number for number in map(self._numbers.get, features) if number is not None])
        rows = [self._wide[number] or self._widened(number) for number in numbers]
        return [sum(rows[at : at + _MOST_ADDED]) for at in range(0, len(rows), _MOST_ADDED)], len(rows)

    def _open(self, ends: set[str]) -> None:
        """Enters the features that end so with the numbers of their rows."""
        self._drawn += 1
        for end in self._drawers.keys() & ends if self._drawn < _DRAWN else [*self._drawers]:
            first, names = self._drawers.pop(end)
            self._numbers.update(zip(names.split("\n"), range(first - 1, self._count), strict=False))

    def _lanes_of(self, part: Sum) -> tuple[Sequence[int], int, float]:
        """Returns the lane of each label, the value that stands for zero in them, and the length of the text's vector."""
        totals, known = part
        parts = [memoryview(total.to_bytes(self._lanes * _LANE, "little")).cast("H").tolist() for total in totals]
        lanes = parts[0] if len(parts) == 1 else [*map(sum, zip([0] * self._lanes, *parts, strict=True))]
        return lanes, _ZERO * known, math.sqrt(lanes[-1] * self._squares) or 1.0

    def _confidence(self, at: int, margin: float) -> float:
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, self._slopes[at] * margin + self._offsets[at]))))

    def _widened(self, number: int) -> int:
        """Returns a row as one integer with a lane a label, and keeps it."""
        wide = bytearray(_LANE * self._lanes)
        wide[::_LANE] = self._rows[number * self._lanes : (number + 1) * self._lanes]
        self._wide[number] = widened = int.from_bytes(wide, "little")
        return widened


@cache
def model(family: str) -> Model | None:
    """Returns the model of `acts`, `asks` or `rules`, loaded when first needed; None where it has not been trained."""
    try:
        with open(os.path.join(WEIGHTS, f"{family}.bin"), "rb") as file:
            return Model(mmap(file.fileno(), 0, access=ACCESS_READ))
    except FileNotFoundError:
        return None


def features_of(text: str, clauses: Sequence[Clause], marks: Iterable[str], *, before: str = "", asks: Collection[str] = ()) -> set[str]:
    """Returns the distinct features of a normalised message: n-grams, n-grams by scope, designed marks, the line before and what it asks.

    Namespaces are told by upper case and `|`, which normalised text holds neither of.
    """
    return grams(padded(text), "", *RUNS) | other_features(text, clauses, marks, before=before, asks=asks)


def padded(text: str) -> str:
    """Returns the words of a message between ^ and $, a space for whatever is between them: what its n-grams are taken from."""
    return f"^{_NOT_WORDS.sub(' ', text).strip()}$"


def other_features(text: str, clauses: Sequence[Clause], marks: Iterable[str], *, before: str = "", asks: Collection[str] = ()) -> set[str]:
    """Returns the features of a normalised message that are no n-grams of its words."""
    found = {*marks}
    for clause in clauses:
        found |= scoped(clause)
    if before:
        found |= _before(before)
    polarity = "neg" if any(clause.negated for clause in clauses) else "pos"
    short = len(text) <= SHORT_ANSWER
    for ask in asks:
        found.add(f"A:{ask}")
        found.add(f"A:{ask}|{polarity}")
        if short:
            words = padded(text)
            found.add(f"A:{ask}|{words}")
            found |= grams(words, f"A:{ask}|", 1, 2)
    return found


@lru_cache(1024)
def _before(text: str) -> frozenset[str]:
    """Returns the features of the line before; many messages may follow one line."""
    return frozenset(("B:", *grams(padded(text), "B:", 1, 3)))


def clause_features(clause: Clause) -> set[str]:
    """Returns enough of the features of one clause alone to find which clause a label comes from: its pairs and triples of characters."""
    return grams(clause.text, "", *CLAUSE_RUNS) | scoped(clause)


_PREFIXES = ("n|", "i|", "q|", "u|", "w|", "r|")
_FLAGS = attrgetter("negated", "conditional", "question", "quoted", "warned", "reported")


def scopes_of(clause: Clause) -> int:
    """Returns the scopes a clause stands in as one number, 0 for none: a bit for each."""
    return sum(1 << bit for bit, flag in enumerate(_FLAGS(clause)) if flag)


def scoped(clause: Clause) -> set[str]:
    """Returns the n-grams of a clause in each scope it stands in; none for most clauses."""
    if not any(_FLAGS(clause)):
        return set()
    return {prefix + run for prefix, flag in zip(_PREFIXES, _FLAGS(clause), strict=True) if flag for run in runs(clause.text, *CLAUSE_RUNS)}


def grams(text: str, prefix: str, shortest: int, longest: int) -> set[str]:
    """Returns the distinct character n-grams of `text`, each with `prefix`."""
    found = runs(text, shortest, longest)
    return {prefix + run for run in found} if prefix else found
