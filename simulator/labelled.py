"""Files of labelled lines and talks, one JSON object a line, as the language bench measures them.

A line is `{"text", "must", "must_not"}` (what any careful reader finds, and what a naive matcher would falsely report; labels in neither
are not judged), or `{"text", "acts"}` or `{"text", "asks"}`, which name ALL labels, so that every other report is false; `near_miss` with
`for` makes that label a trap. `buyer` is the line before.

A talk is `{"turns": [{"who", "text"}], "violates", "tolerates", "facts"}`, judged by its last turn, the agent's; a report of a rule under
`tolerates` is neither right nor wrong.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from simulator.problems import ContentError, Mark, Problems, did_you_mean
from simulator.vocabulary import vocabulary

Kind = Literal["acts", "asks", "rules"]
_LISTS = ("must", "must_not", "acts", "asks", "violates", "tolerates")


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled line, or the last line of a talk. `exact`: labels in none of the lists are wrong, not merely unjudged. `may`: labels
    that people would argue about."""

    id: str
    kind: Kind
    text: str
    must: frozenset[str]
    must_not: frozenset[str]
    before: str = ""
    exact: bool = False
    may: frozenset[str] = frozenset()
    turns: tuple[tuple[str, str], ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


def cases_of(path: Path, rules: Collection[str] = ()) -> list[Case]:
    """Returns the labelled lines or talks of a file; `rules` are those a talk may break. Raises ContentError with every line that cannot
    be used."""
    problems = Problems()
    raws: list[tuple[Mark, dict[str, Any]]] = []
    try:
        text = path.read_text("utf-8-sig", errors="replace")
    except OSError as error:
        problems.add(Mark(str(path)), "BEN01", f"cannot be read: {error.strerror or error}")
        raise ContentError(problems) from error
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            mark = Mark(str(path), number)
            raw = _raw(line, mark, problems)
            if raw is not None:
                raws.append((mark, raw))
    if not raws and not len(problems):
        remedy = 'one JSON object a line: {"text": "...", "must": [...], "must_not": [...]}'
        problems.add(Mark(str(path)), "BEN01", "no labelled line", remedy)
    kind = _kind([raw for _, raw in raws])
    allowed = {"acts": vocabulary().acts, "asks": vocabulary().asks, "rules": rules}[kind]
    cases = []
    for mark, raw in raws:
        if ("turns" in raw) != (kind == "rules"):
            problems.add(mark, "BEN05", "lines and talks in one file", "put the talks, which have `turns`, into a file of their own")
            continue
        case = _talk(raw, mark) if kind == "rules" else _line(raw, kind, mark)
        for label in sorted((case.must | case.must_not | case.may) - set(allowed)):
            problems.add(mark, "BEN04", f"unknown label {label!r}", did_you_mean(label, allowed))
        cases.append(case)
    problems.raise_if_any()
    return cases


def _raw(line: str, mark: Mark, problems: Problems) -> dict[str, Any] | None:
    try:
        raw = json.loads(line)
    except json.JSONDecodeError as error:
        problems.add(mark, "BEN02", f"not JSON: {error.msg}", "one JSON object a line")
        return None
    if not isinstance(raw, dict) or not (isinstance(raw.get("text"), str) or "turns" in raw):
        problems.add(mark, "BEN03", "no `text`", "every line is an object with a text, or with the `turns` of a talk")
        return None
    if not all(isinstance(raw.get(key, []), list) for key in _LISTS):
        problems.add(mark, "BEN03", "labels are not a list", '"must": ["greet"]')
        return None
    if "turns" in raw and not _is_talk(raw):
        remedy = '{"turns": [{"who": "buyer", "text": "..."}, {"who": "agent", "text": "..."}], "violates": [...], "facts": {...}}'
        problems.add(mark, "BEN06", "not a talk that ends with the agent", remedy)
        return None
    return raw


def _is_talk(raw: Mapping[str, Any]) -> bool:
    turns = raw["turns"]
    return (
        isinstance(turns, list)
        and bool(turns)
        and all(isinstance(turn, dict) and turn.get("who") in ("buyer", "agent") and isinstance(turn.get("text"), str) for turn in turns)
        and turns[-1]["who"] == "agent"
        and isinstance(raw.get("facts") or {}, dict)
    )


def _kind(raws: Sequence[dict[str, Any]]) -> Kind:
    """Returns what a file holds. Acts and asks share two names, so the whole file is asked."""
    if raws and "turns" in raws[0]:
        return "rules"
    known = vocabulary()
    labels = {str(label) for raw in raws for key in ("must", "must_not", "acts") for label in raw.get(key, ())}
    buyers = any("asks" in raw or raw.get("from") == "buyer" for raw in raws) or (labels and labels <= set(known.asks))
    return "asks" if buyers else "acts"


def _line(raw: Mapping[str, Any], kind: Kind, mark: Mark) -> Case:
    exact = "must" not in raw
    must = frozenset(map(str, raw.get(kind, ()) if exact else raw["must"]))
    must_not = _trap(raw, must) if exact else frozenset(map(str, raw.get("must_not", ())))
    return Case(str(raw.get("id", mark.line)), kind, raw["text"], must, must_not, str(raw.get("buyer", "")), exact)


def _talk(raw: Mapping[str, Any], mark: Mark) -> Case:
    must, may = (frozenset(map(str, raw.get(key, ()))) for key in ("violates", "tolerates"))
    turns = tuple((turn["who"], turn["text"]) for turn in raw["turns"])
    before = next((text for who, text in reversed(turns[:-1]) if who == "buyer"), "")
    name = str(raw.get("id", mark.line))
    return Case(name, "rules", turns[-1][1], must, _trap(raw, must), before, True, may, turns, raw.get("facts") or {})


def _trap(raw: Mapping[str, Any], must: frozenset[str]) -> frozenset[str]:
    """Returns the label that a near miss was written as a trap for."""
    return frozenset({str(raw.get("for"))} - must) if raw.get("near_miss") else frozenset()
