"""What the kinds of rules share: the hit they report, and how a kind is made of a rule file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from scoring.rulefile import RuleKeys
from scoring.timeline import Timeline
from simulator.reading.marks import Span


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a rule was broken.

    `values` fill the placeholders of the rule's texts; `share` is how much of `takes` it costs, in permille.
    """

    conversation: str
    at: float
    span: Span | None = None
    matched: str = ""
    unsure: bool = False
    share: int = 1000
    values: Mapping[str, object] = field(default_factory=dict)


Find = Callable[[Timeline], Iterator[Hit]]
"""A prepared rule: finds its hits in a sitting, in any order."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of rule: the keys of its files, what makes a finder of them, and which placeholders its findings fill beside {matched}."""

    keys: type[RuleKeys]
    prepare: Callable[[Any], Find]
    fills: tuple[str, ...] = ()


def widest(spans: Iterable[Span]) -> Span | None:
    """Returns the longest stretch of `spans` that touch, None without any."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return max(merged, key=lambda span: (span[1] - span[0], -span[0]), default=None)
