"""The trained part of politeness: how cold or warm a message reads, in tenths of a point, learned from corpus/politeness.

It never sees the words of courtesy (亲, 请, 您, 哦, 谢谢, faces): those are counted where everyone can see them, in politeness.yaml, and
must not be learned as signs of anything. Weights are short runs of characters with whole numbers, one weight a line, fitted by
training/fit_politeness.py.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from math import sqrt

from simulator.reading.lexicon import Words, compiled
from simulator.reading.normal import runs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

WEIGHTS = os.path.join(os.path.dirname(__file__), "weights", "tone.txt")
LONGEST = 3
FEWEST = 12
"""Runs of characters a message is taken to have at least; keeps a word or two from being judged as if they were a sentence."""
_COURTESY = "亲请哦呢喔哟~谢^$"


class _Plain(dict[int, str]):
    def __missing__(self, code: int) -> str:
        self[code] = kept = "" if code >= 0x1F000 or 0x2600 <= code < 0x27C0 else chr(code)
        return kept


_plain = _Plain({**{ord(char): "" for char in _COURTESY}, ord("您"): "你"})


def stripped(clause: str) -> str:
    """Returns a clause without courtesy, its edges marked ^ and $; "" where nothing else is said."""
    plain = clause.translate(_plain).replace("麻烦你", "").strip()
    return f"^{plain}$" if plain else ""


def grams(clause: str) -> set[str]:
    """Returns the runs of one to three characters of a clause stripped of courtesy."""
    return runs(stripped(clause), 1, LONGEST)


@cache
def weights() -> tuple[Words, list[int]]:
    """Returns the runs of characters that weigh anything, and their weights in tenths of a point; none where nothing has been fitted."""
    if not os.path.isfile(WEIGHTS):
        return Words([]), []
    tables = compiled("tone", WEIGHTS, [WEIGHTS, __file__], _read)
    return Words(tables["runs"].split()), tables["weights"]


def _read() -> dict[str, Any]:
    with open(WEIGHTS, encoding="utf-8") as file:
        lines = [line.split() for line in file.read().splitlines() if line and not line.startswith("# ")]
    known = {gram: int(weight) for weight, *listed in lines for gram in listed}
    return {"runs": " ".join(known), "weights": list(known.values())}


def tone(clauses: Sequence[str]) -> tuple[float, int, int]:
    """Returns how a message reads in tenths of a point, the more the warmer; and which of its clauses is the coldest, which the warmest.

    Each run of characters counts once, where it first stands; the sum is divided by the square root of their number, so that length is
    worth nothing.
    """
    if not clauses:
        return 0.0, 0, 0
    words, weight = weights()
    plain = [*map(stripped, clauses)]
    sums = []
    seen: set[int] = set()
    for hits in words.hits_of_each(plain):
        new = {run for run, _, _ in hits} - seen
        sums.append(sum([weight[run] for run in new]))
        seen |= new
    count = len(set().union(*[runs(clause, 1, LONGEST) for clause in plain]))
    return sum(sums) / sqrt(max(count, FEWEST)), sums.index(min(sums)), sums.index(max(sums))
