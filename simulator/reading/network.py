"""The other trained part: small convolutional networks. They learn what characters mean beside each other, where the linear model only
counts which stand there. Plain Python in whole numbers: it gives the same anywhere, to the last digit.

A message is heard in voices (the reply, what it answers, what was said before). In each, filters slide over the characters, and of each
filter only the place counts where it fits best; these and the marks feed the labels, directly and through a hidden layer.

All filters stand side by side, as lanes of one big integer, so that adding for all of them is one addition. A lane may be negative: the sum
of lanes in their places is right all the same, once something is added that makes each of them positive before they are taken apart.
The weights come from the corpus, by `training/network.py` alone.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from operator import add, mul

from simulator.reading.lexicon import unmarshalled
from simulator.reading.model import WEIGHTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

Voice = tuple[str, Sequence[int]]
"""What is said in one voice: the text, and for each of its characters the number of the scopes it stands in."""
Vector = tuple[int, ...]

_FILTER, _LAYER = "i", "q"
"""The type of a lane of the filters, 32 bits, and of one of the layers, 64 bits."""
MEMBERS = range(1, 3)
"""The numbers of a family's networks; each costs as much time as the other, to train and to hear."""
_OTHER = ""
"""Stands for a character that training has hardly met."""


class Network:
    """One network; read-only once loaded, but for what it keeps of characters it has met. Texts must be normalised."""

    def __init__(self, packed: bytes) -> None:
        stored: Mapping[str, Any] = unmarshalled(packed)
        self.labels: tuple[str, ...] = stored["labels"]
        self._chars = dict(zip((_OTHER, *stored["chars"]), _vectors(stored["char_vectors"], stored["size"]), strict=True))
        self._scopes = _vectors(stored["scope_vectors"], stored["size"])
        self._filters = [_Filters(filters, stored["size"]) for filters in stored["voices"]]
        self._marks: Mapping[str, int] = {mark: at for at, mark in enumerate(stored["marks"])}
        self._inner, self._mark_rows, self._outer = (_Layer(stored[name]) for name in ("inner", "mark_rows", "outer"))
        self._mark_unit: int = stored["mark_unit"]
        self._shift: int = stored["shift"]
        self._inner_unit: float = stored["inner_unit"]
        self._outer_unit: float = stored["outer_unit"]

    def margins(self, voices: Sequence[Voice], marks: Iterable[str]) -> list[float]:
        """Returns how much speaks for each label, in the order of `labels`: above 0 more than against it."""
        fits: list[int] = []
        for filters, (text, scopes) in zip(self._filters, voices, strict=True):
            told = list(zip(text, scopes, strict=True))[-filters.longest :]
            fits += filters.fits([self._vector(char, scope) for char, scope in told])
        known = [self._marks[mark] for mark in marks if mark in self._marks]
        inner = self._inner.total(enumerate(fits)) + self._mark_rows.total((at, self._mark_unit) for at in known)
        values = self._inner.apart(inner)
        direct, hidden = values[: len(self.labels)], values[len(self.labels) :]
        outer = self._outer.apart(self._outer.total((at, value >> self._shift) for at, value in enumerate(hidden) if value > 0))
        return [value * self._outer_unit + plain * self._inner_unit for value, plain in zip(outer, direct, strict=True)]

    def _vector(self, char: str, scope: int) -> Vector:
        vector = self._chars.get(char) or self._chars[_OTHER]
        return tuple(map(add, vector, self._scopes[scope])) if scope else vector


class Ensemble:
    """Networks that learnt the same from other beginnings: each errs in its own way, so what they say together is the mean."""

    def __init__(self, members: Sequence[Network]) -> None:
        self._members = tuple(members)
        self.labels = self._members[0].labels

    def margins(self, voices: Sequence[Voice], marks: Collection[str]) -> list[float]:
        """Returns the mean of how much speaks for each label, in the order of `labels`."""
        heard = [member.margins(voices, marks) for member in self._members]
        return [sum(margins) / len(heard) for margins in zip(*heard, strict=True)]


class _Filters:
    """The filters of one voice, each as wide as the widest; what a narrow one does not look at weighs nothing."""

    def __init__(self, stored: Mapping[str, Any], size: int) -> None:
        self.longest: int = stored["longest"]
        self._count: int = stored["count"]
        rows = _wide_rows(stored["weights"], "b", self._count, _FILTER)
        self._weights = [rows[at : at + size] for at in range(0, len(rows), size)]
        self._bias = _wide(array(_FILTER, stored["bias"]))
        self._zero, self._guard = _every(self._count, 1 << 30, _FILTER), _every(self._count, 1 << 31, _FILTER)
        self._kept: dict[Vector, list[int]] = {}

    def fits(self, vectors: Sequence[Vector]) -> list[int]:
        """Returns how well each filter fits where it fits best, 0 where it fits nowhere."""
        last = len(self._weights) - 1
        windows = [self._zero] * (len(vectors) + last)
        for at, vector in enumerate(vectors, last):
            for offset, lanes in enumerate(self._kept.get(vector) or self._met(vector)):
                windows[at - offset] += lanes
        best = self._zero
        for window in windows:
            best = self._larger(best, window)
        return _apart(self._larger(best + self._bias, self._zero), self._zero, self._count, _FILTER)

    def _larger(self, one: int, other: int) -> int:
        """Returns the larger of two in each lane."""
        not_less = ((one | self._guard) - other) & self._guard
        return other ^ ((one ^ other) & (not_less - (not_less >> 31)))

    def _met(self, vector: Vector) -> list[int]:
        """Returns what a character adds to the filters at each place of their window, and keeps it."""
        self._kept[vector] = lanes = [sum(map(mul, vector, rows)) for rows in self._weights]
        return lanes


class _Layer:
    """Weights of one layer, a row for each of its inputs."""

    def __init__(self, stored: Mapping[str, Any]) -> None:
        self._count: int = stored["count"]
        self._rows: bytes = stored["weights"]
        self._type: str = stored["type"]
        self._bias = _wide(array(_LAYER, stored["bias"]))
        self._zero = _every(self._count, 1 << 62, _LAYER)
        self._kept: dict[int, int] = {}

    def total(self, inputs: Iterable[tuple[int, int]]) -> int:
        """Returns the sum of the rows, each times its input, and the bias."""
        kept = self._kept
        return self._bias + sum([(kept.get(at) or self._row(at)) * value for at, value in inputs if value])

    def apart(self, total: int) -> list[int]:
        """Returns the lanes of a sum as numbers."""
        return _apart(total + self._zero, self._zero, self._count, _LAYER)

    def _row(self, at: int) -> int:
        size = self._count * array(self._type).itemsize
        self._kept[at] = row = _wide(array(_LAYER, array(self._type, self._rows[at * size : (at + 1) * size])))
        return row


@cache
def networks(family: str) -> Ensemble | None:
    """Returns the networks of a family, loaded when first needed; None where one has not been trained: confidences are laid on all."""
    try:
        return Ensemble([_loaded(file_of(family, number)) for number in MEMBERS])
    except FileNotFoundError:
        return None


def file_of(family: str, number: int) -> str:
    """Returns where a network of a family lies."""
    return os.path.join(WEIGHTS, f"{family}_network{number}.bin")


def _loaded(path: str) -> Network:
    with open(path, "rb") as file:
        return Network(file.read())


def _vectors(stored: bytes, size: int) -> list[Vector]:
    numbers = array("b", stored)
    return [tuple(numbers[at : at + size]) for at in range(0, len(numbers), size)]


def _wide_rows(stored: bytes, kind: str, count: int, lane: str) -> list[int]:
    numbers = array(kind, stored)
    return [_wide(array(lane, numbers[at : at + count])) for at in range(0, len(numbers), count)]


def _wide(lanes: array[int]) -> int:
    """Returns the sum of the lanes, each in its place."""
    signs = _every(len(lanes), 1 << (8 * lanes.itemsize - 1), lanes.typecode)
    return (int.from_bytes(lanes.tobytes(), "little") ^ signs) - signs


def _every(count: int, value: int, lane: str) -> int:
    """Returns `value` in each of `count` lanes."""
    return int.from_bytes(value.to_bytes(array(lane).itemsize, "little") * count, "little")


def _apart(total: int, zero: int, count: int, lane: str) -> list[int]:
    """Returns the lanes of a sum whose lanes are all counted from `zero`."""
    middle = zero & ((1 << 8 * array(lane).itemsize) - 1)
    parts = array(lane.upper(), total.to_bytes(count * array(lane).itemsize, "little"))
    return [part - middle for part in parts]
