"""A state of things in which a cue's own conditions hold: so that a move which waits for `heard: refuse_discount >= 3` can be proved."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from simulator.cues import Cue
from simulator.yamlfile import Plain

_BOUND = re.compile(r"\s*([A-Za-z_]\w*)?\s*(<=|>=|!=|==|<|>|=)?\s*(-?\d+)")
_STEP = {"<": -1, ">": 1, "!=": 1}


@dataclass(frozen=True, slots=True)
class Witness:
    """Moods, counts of heard acts, visits and facts (by dotted path) to start from."""

    mood: dict[str, int] = field(default_factory=dict)
    heard: dict[str, int] = field(default_factory=dict)
    visits: int = 1
    facts: dict[str, Plain] = field(default_factory=dict)


def witness(cue: Cue) -> Witness:
    """Returns values at the edge of each bound the cue states, at its top or inside `all`."""
    mood: dict[str, int] = {}
    heard: dict[str, int] = {}
    facts: dict[str, Plain] = {}
    visits = 1
    for part in _parts(cue.source):
        mood |= dict(_edges(part.get("mood")))
        heard |= dict(_edges(part.get("heard")))
        if "visits" in part:
            visits = _edge(part["visits"])[1]
        stated = part.get("facts")
        if isinstance(stated, dict):
            facts |= {path: _fact(value) for path, value in stated.items()}
    return Witness(mood, heard, visits, facts)


def _parts(source: Plain) -> list[dict[str, Plain]]:
    if not isinstance(source, dict):
        return []
    inner = source.get("all")
    return [source, *(part for item in inner for part in _parts(item))] if isinstance(inner, list) else [source]


def _edges(value: Plain) -> list[tuple[str, int]]:
    items = value if isinstance(value, list) else [] if value is None else [value]
    return [_edge(item) for item in items]


def _edge(value: Plain) -> tuple[str, int]:
    match = _BOUND.match(str(value))
    if match is None:
        return "", 0
    return match[1] or "", int(match[3]) + _STEP.get(match[2] or "", 0)


def _fact(value: Plain) -> Plain:
    first = value[0] if isinstance(value, list) and value else value
    if isinstance(first, str) and re.match(r"\s*(<=|>=|!=|==|<|>|=)\s*-?\d", first):
        return _edge(first)[1]
    return first
