"""The trained part of the reading: linear models over character n-grams and the designed marks, in plain Python.

A model is one file. Each feature owns a row of one byte a label; a row is widened once into a big integer with a lane of 32 bits a label, so
that scoring a text for all labels at once is a sum of integers. The weights are made by `training/train.py` from the corpus, nothing else.
"""

from __future__ import annotations

import marshal
import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from simulator.reading.marks import Clause

WEIGHTS = Path(__file__).parent / "weights"

SHORT_ANSWER = 8
"""An answer of up to this many characters is read together with what was asked."""

_NOT_WORDS = re.compile(r"[^\w\u4e00-\u9fff]+")
_ZERO = 128
_LANE = 4


class Model:
    """One family's weights. `thresholds` are the confidences from which a label is believed; read-only once loaded."""

    def __init__(self, stored: Mapping[str, Any]) -> None:
        self.labels: tuple[str, ...] = stored["labels"]
        self.thresholds: dict[str, float] = dict(zip(self.labels, stored["thresholds"], strict=True))
        features: list[str] = stored["features"].split("\n")
        self._rows: bytes = stored["rows"]
        self._lanes = len(self.labels) + 1
        self._count = len(features)
        self._sums: dict[str, int] = dict(zip(features, range(self._count), strict=True))
        self._scales: list[float] = stored["scales"]
        self._biases: list[float] = stored["biases"]
        self._squares: float = stored["squares"]
        self._slopes: list[float] = stored["slopes"]
        self._offsets: list[float] = stored["offsets"]

    def confidences(self, features: Iterable[str]) -> list[float]:
        """Returns how sure the model is of each label, 0..1, in the order of `labels`."""
        return [
            1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, slope * score + offset))))
            for score, slope, offset in zip(self.scores(features), self._slopes, self._offsets, strict=True)
        ]

    def scores(self, features: Iterable[str]) -> list[float]:
        """Returns the margin of each label, in the order of `labels`; features never met in training count for nothing."""
        total, known = self._sum(features)
        lanes = memoryview(total.to_bytes(self._lanes * _LANE, "little")).cast("I").tolist()
        length = math.sqrt(lanes.pop() * self._squares) or 1.0
        zero = _ZERO * known
        return [(lane - zero) * scale / length + bias for lane, scale, bias in zip(lanes, self._scales, self._biases, strict=True)]

    def share(self, features: Iterable[str], label: str) -> float:
        """Returns what `features` alone contribute to `label`, unscaled; good only for comparing parts of the same text."""
        total, known = self._sum(features)
        return float((total >> (8 * _LANE * self.labels.index(label)) & 0xFFFFFFFF) - _ZERO * known)

    def _sum(self, features: Iterable[str]) -> tuple[int, int]:
        """Returns the rows of the known features added up, and how many they are."""
        sums, count = self._sums, self._count
        get = sums.get
        total = known = 0
        for feature in features:
            row = get(feature)
            if row is not None:
                if row < count:
                    row = sums[feature] = self._widened(row)
                total += row
                known += 1
        return total, known

    def _widened(self, row: int) -> int:
        """Returns a row as one integer with a lane a label; never below the number of features, by which rows not yet widened are told."""
        wide = bytearray(_LANE * self._lanes)
        wide[::_LANE] = self._rows[row * self._lanes : (row + 1) * self._lanes]
        return int.from_bytes(wide, "little")


@cache
def model(family: str) -> Model | None:
    """Returns the model of `acts`, `asks` or `rules`, loaded when first needed; None where it has not been trained."""
    try:
        stored = (WEIGHTS / f"{family}.bin").read_bytes()
    except FileNotFoundError:
        return None
    return Model(marshal.loads(stored))


def features_of(
    text: str, clauses: Sequence[Clause], marks: Iterable[str], *, before: str = "", asks: Collection[str] = ()
) -> set[str]:
    """Returns the distinct features of a normalised message: n-grams, n-grams by scope, designed marks, the line before and what it asks.

    Namespaces are told by upper case and `|`, which normalised text holds neither of.
    """
    words = f"^{_NOT_WORDS.sub(' ', text).strip()}$"
    found = _grams(words, "", 1, 4)
    found.update(marks)
    for clause in clauses:
        for scope in _scopes(clause):
            found |= _grams(clause.text, scope, 2, 3)
    if before:
        found |= _grams(f"^{_NOT_WORDS.sub(' ', before).strip()}$", "B:", 1, 3)
        found.add("B:")
    polarity = "neg" if any(clause.negated for clause in clauses) else "pos"
    short = len(text) <= SHORT_ANSWER
    for ask in asks:
        found.add(f"A:{ask}")
        found.add(f"A:{ask}|{polarity}")
        if short:
            found.add(f"A:{ask}|{words}")
            found |= _grams(words, f"A:{ask}|", 1, 2)
    return found


def clause_features(clause: Clause) -> set[str]:
    """Returns the n-gram features of one clause alone, for finding which clause a label comes from."""
    found = _grams(_NOT_WORDS.sub(" ", clause.text).strip(), "", 1, 4)
    for scope in _scopes(clause):
        found |= _grams(clause.text, scope, 2, 3)
    return found


def _scopes(clause: Clause) -> list[str]:
    """Returns the prefixes of the scopes a clause stands in."""
    flags = (clause.negated, clause.conditional, clause.question, clause.quoted, clause.warned, clause.reported)
    return [f"{letter}|" for letter, flag in zip("niquwr", flags, strict=True) if flag]


def _grams(text: str, prefix: str, shortest: int, longest: int) -> set[str]:
    """Returns the distinct character n-grams of `text`, each with `prefix`."""
    size = len(text)
    return {
        prefix + text[at : at + length] for length in range(shortest, longest + 1) for at in range(size - length + 1)
    }
