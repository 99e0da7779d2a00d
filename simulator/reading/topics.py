"""What each clause is about and does, as designed marks; they feed the trained model and the patterns that ask for a topic."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from simulator.reading.lexicon import Hit, lexicon
from simulator.reading.marks import Clause
from simulator.reading.normal import ZH, Normalised

_SCOPES = (
    ("quoted", "S:quoted"),
    ("negated", "S:neg"),
    ("conditional", "S:if"),
    ("question", "S:ask"),
    ("warned", "S:warn"),
    ("reported", "S:rep"),
)


def features(
    normalised: Normalised, clauses: tuple[Clause, ...], hits: Sequence[Hit] | None = None, folder: Path = ZH
) -> tuple[str, ...]:
    """Returns the distinct marks of a message in order: `T:invoice`, `F:cannot`, `TF:invoice/cannot`, `TS:invoice/neg`, `S:quoted`.

    `TF` joins a topic and a function of the same clause, `TS` a topic and a scope it stands in. `hits` are the words found, if at hand.
    """
    known = lexicon(folder)
    if hits is None:
        hits = known.hits(normalised.text)
    marks = known.marks
    found: dict[str, None] = {}
    at, last = 0, len(hits)
    ordered = sorted(hits, key=_start)
    for clause in clauses:
        end = clause.at + len(clause.text)
        topics: dict[str, None] = {}
        functions: dict[str, None] = {}
        while at < last and ordered[at][1] < end:
            for mark in marks[ordered[at][0]]:
                (topics if mark[0] == "T" else functions)[mark] = None
            at += 1
        scopes = [name for flag, name in _SCOPES if getattr(clause, flag)]
        found.update(topics)
        found.update(functions)
        found.update(dict.fromkeys(scopes))
        for topic in topics:
            found.update(dict.fromkeys([f"TF:{topic[2:]}/{function[2:]}" for function in functions]))
            found.update(dict.fromkeys([f"TS:{topic[2:]}/{scope[2:]}" for scope in scopes]))
            if not functions and not scopes:
                found[f"TF:{topic[2:]}/plain"] = None
        found.update(dict.fromkeys([f"FS:{function[2:]}/{scope[2:]}" for function in functions for scope in scopes]))
    return tuple(found)


def _start(hit: Hit) -> int:
    return hit[1]
