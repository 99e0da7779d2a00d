"""The values in cues: names of closed sets, bounds such as `>= 2`, facts and amounts; each reported at its place where it is wrong."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from simulator.offers import fen
from simulator.problems import did_you_mean
from simulator.reading.marks import Span
from simulator.situation import Situation, money
from simulator.vocabulary import FACTS, Vocabulary
from simulator.yamlfile import Place, Plain, text_of

Found = tuple[Span, ...] | None
"""The words a cue holds by; () where it holds without words, None where it does not hold."""
Test = Callable[[Situation], Found]

_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "!=": operator.ne,
    "==": operator.eq,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
}
_NUMBER = r"(-?\d+(?:\.\d+)?)\s*\Z"
_BOUND = re.compile(rf"\s*(<=|>=|!=|==|<|>|=)\s*{_NUMBER}")
_NAMED_BOUND = re.compile(rf"\s*(\w+)\s*(<=|>=|!=|==|<|>|=)\s*{_NUMBER}")


@dataclass(slots=True, kw_only=True)
class Values:
    """Reads values; what is wrong with them goes to the problems of their places."""

    words: Vocabulary

    def items(self, value: Plain, place: Place) -> list[tuple[Plain, Place]]:
        """Returns the items of a list, or a single value as its only item, each with its place."""
        if isinstance(value, list):
            if not value:
                place.add("C04", "an empty list can never hold")
            return [(item, place / index) for index, item in enumerate(value)]
        return [(value, place)]

    def ids(self, value: Plain, place: Place, kind: str, allowed: Iterable[str]) -> list[str]:
        """Returns the names in `value` that are allowed."""
        allowed = tuple(allowed)
        texts = [(item, at) for item, at in self.items(value, place) if isinstance(item, str) or self.is_text(item, at)]
        return [str(item) for item, at in texts if self.known(str(item), at, kind, allowed)]

    def is_text(self, item: Plain, place: Place) -> bool:
        if isinstance(item, str):
            return True
        place.add("C04", f"expected a name, found {text_of(item)}")
        return False

    def known(self, name: str, place: Place, kind: str, allowed: Iterable[str]) -> bool:
        allowed = tuple(allowed)
        if name in allowed:
            return True
        place.add("C03", f"there is no {kind} {name!r}", did_you_mean(name, allowed))
        return False

    def bound(self, value: Plain, place: Place) -> Callable[[float], bool] | None:
        if isinstance(value, int) and not isinstance(value, bool):
            return lambda found: found == value
        match = _BOUND.match(value) if isinstance(value, str) else None
        if match is None:
            place.add("C06", f"expected OPERATOR NUMBER or a whole number, found {text_of(value)}", "for example: '>= 2'")
            return None
        compare, limit = _OPERATORS[match[1]], float(match[2])
        return lambda found: compare(found, limit)

    def fact(self, name: str, place: Place, *, key: bool = False) -> tuple[str, ...] | None:
        path = tuple(name.split("."))
        names = [f"{group}.{fact}" for group, facts in FACTS.items() for fact in facts]
        if ".".join(path[:2]) in names and (len(path) == 2 or (len(path) == 3 and path[1] in ("attributes", "details"))):
            return path
        place.add("C03", f"there is no fact {name!r}", did_you_mean(name, names, shown=30), key=key)
        return None

    def named_bounds(
        self, value: Plain, place: Place, kind: str, allowed: Iterable[str], numbers: Callable[[Situation], Mapping[str, int]]
    ) -> Test:
        bounds = []
        for item, at in self.items(value, place):
            match = _NAMED_BOUND.match(item) if isinstance(item, str) else None
            if match is None:
                at.add("C06", f"expected NAME OPERATOR NUMBER, found {text_of(item)}", "for example: patience <= 20")
                continue
            self.known(match[1], at, kind, allowed)
            bounds.append((match[1], _OPERATORS[match[2]], float(match[3])))

        def test(situation: Situation) -> Found:
            found = numbers(situation)
            return () if all(compare(found.get(name, 0), bound) for name, compare, bound in bounds) else None

        return test

    def fact_test(self, wanted: Plain) -> Callable[[Any], bool]:
        match = _BOUND.match(wanted) if isinstance(wanted, str) else None
        if match is None:
            return lambda found: bool(found == wanted)
        compare, bound = _OPERATORS[match[1]], float(match[2])
        return lambda found: isinstance(found, (int, float)) and not isinstance(found, bool) and compare(found, bound)

    def limit(self, value: Plain, place: Place) -> Callable[[Situation], int | None] | None:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            amount = fen(value)
            return lambda _situation: amount
        if not isinstance(value, str):
            place.add("C04", f"expected a fact such as item.floor_price or an amount in yuan, found {text_of(value)}")
            return None
        path = self.fact(value, place)
        return None if path is None else lambda situation: money(situation.facts, path)
