"""Turns politeness.yaml into plain tables that marshal can keep, and reports everything wrong with it. Runs once for each content.

Each alternative of a pattern becomes either plain words, found by the automaton alone, or a small RE2 that the automaton's words call for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import re2

from simulator.problems import Mark, Problems, did_you_mean
from simulator.reading.compile import required
from simulator.yamlfile import Document, load

GROUPS = ("surface", "substance", "fault")
SHAPES = ("bare", "curt", "wall", "ignores_feeling", "no_answer", "tone")
KEYS = (
    *("group", "zh", "en", "weight", "most", "cap", "empties", "acts", "shape"),
    *("unless_before", "why", "better", "patterns", "not", "examples", "near_misses"),
)
TOP = ("format", "base", "surface_most", "substance_most", "tone", "buyer", "kinds")
GAP = r"[^,。!?;~\n]{0,10}"
_PERSON = "[你您]"
_BEFORE_EDGE = re.compile(r"\(\^\|\[([^\]^]*)\]\)")
_AFTER_EDGE = re.compile(r"\(\[([^\]^]*)\]\|\$\)")
_COMMON = frozenset(",。!?;~ \n你您妳我的了哦呢")
"""Too common to call a pattern for, where it has any other word."""
_OPEN = re.compile(r"\[\^|[.*+{]")
"""What makes a pattern more than a few fixed words."""


def alternatives(pattern: str) -> list[str]:
    """Returns the alternatives of `pattern` at its top level."""
    found, depth, start, in_class = [], 0, 0, False
    for at, char in enumerate(pattern):
        if pattern[at - 1 : at] == "\\":
            continue
        if in_class:
            in_class = char != "]"
        elif char == "[":
            in_class = True
        elif char in "()":
            depth += 1 if char == "(" else -1
        elif char == "|" and depth == 0:
            found.append(pattern[start:at])
            start = at + 1
    return [*found, pattern[start:]]


def expand(pattern: str) -> str:
    """Returns `pattern` as RE2: 你 becomes 你 or 您 (outside brackets), … up to ten characters of a clause, ^ and $ a line break.

    The text is matched between two line breaks, so that edges are characters and most patterns are nothing but fixed words.
    """
    pattern = _AFTER_EDGE.sub(r"[\1\\n]", _BEFORE_EDGE.sub(r"[\1\\n]", pattern))
    out, in_class, before = [], False, ""
    for char in pattern:
        if char in "[]" and before != "\\":
            in_class = char == "["
        plain = not in_class and before != "\\"
        out.append(_PERSON if char == "你" and plain else GAP if char == "…" and plain else r"\n" if char in "^$" and plain else char)
        before = char
    return "".join(out)


def politeness_tables(path: Path) -> dict[str, Any]:
    """Returns the tables of politeness.yaml: numbers, kinds, words, the kinds each word is, and the patterns each word calls for.

    ~n stands for an exception to kind n.

    Raises ContentError with every problem found.
    """
    source = load(path)
    content: Any = source.content
    problems = Problems()
    for key in content:
        if key not in TOP:
            problems.add(source.mark((key,), key=True), "POL01", f"unknown key {key!r}", did_you_mean(str(key), TOP))
    words: dict[str, int] = {}
    exact: dict[int, set[int]] = {}
    triggers: dict[int, set[int]] = {}
    rules: list[tuple[int, str, Gates]] = []
    kinds: list[tuple[Any, ...]] = []
    texts: dict[str, dict[str, Any]] = {}
    for number, (kind, about) in enumerate(content["kinds"].items()):
        mark = source.mark(("kinds", kind))
        _check(source, kind, about, problems)
        for owner, patterns in ((number, about.get("patterns", ())), (~number, about.get("not", ()))):
            for regex, literals, gates in _rules(patterns, mark, problems):
                for word in literals:
                    into, what = (exact, owner) if regex is None else (triggers, len(rules))
                    into.setdefault(words.setdefault(word, len(words)), set()).add(what)
                if regex is not None:
                    rules.append((owner, regex, gates))
        kinds.append(
            (
                kind,
                about.get("group"),
                about.get("weight"),
                about.get("most", 1),
                about.get("cap", 100),
                about.get("empties", False),
                about.get("shape", ""),
                tuple(about.get("acts", ())),
                about.get("unless_before", ""),
            )
        )
        texts[kind] = {key: about[key] for key in ("zh", "en", "why", "better") if key in about}
    problems.raise_if_any()
    buyer = {name: "|".join(patterns) for name, patterns in content["buyer"].items()}
    return {
        **{key: content[key] for key in ("base", "surface_most", "substance_most", "tone")},
        "buyer": buyer,
        "kinds": kinds,
        "texts": texts,
        "words": list(words),
        "exact": [tuple(sorted(exact.get(at, ()))) for at in range(len(words))],
        "triggers": [tuple(sorted(triggers.get(at, ()))) for at in range(len(words))],
        "rules": rules,
    }


def _check(source: Document, kind: str, about: Mapping[str, Any], problems: Problems) -> None:
    for key in about:
        if key not in KEYS:
            problems.add(source.mark(("kinds", kind, key), key=True), "POL01", f"unknown key {key!r}", did_you_mean(str(key), KEYS))
    for key, allowed in (("group", GROUPS), ("shape", ("", *SHAPES))):
        value = about.get(key, "")
        if value not in allowed:
            problems.add(source.mark(("kinds", kind, key)), "POL02", f"unknown {key} {value!r}", did_you_mean(str(value), allowed))
    weight = about.get("weight")
    if not isinstance(weight, int) or (weight < 0) != (about.get("group") == "fault"):
        problems.add(
            source.mark(("kinds", kind, "weight")), "POL03", f"{kind} weighs {weight!r}", "whole numbers: below 0 for a fault, above 0 else"
        )
    if about.get("group") == "fault" and "better" not in about:
        problems.add(source.mark(("kinds", kind)), "POL04", f"{kind} has no better wording", "add better: {zh: …, en: …}")


Gates = tuple[frozenset[str], ...]
"""Sets of characters of each of which one must be there."""


def _rules(patterns: list[str], mark: Mark, problems: Problems) -> Iterator[tuple[str | None, frozenset[str], Gates]]:
    """Yields (None, plain words, no gates) or (RE2, words of which one must be there, gates) for each alternative."""
    for pattern in patterns:
        for alternative in alternatives(pattern):
            regex = expand(alternative)
            if not _compiles(regex, mark, problems):
                continue
            needed = [found for found in required(parser.parse(regex)) if all(found)]
            if len(needed) == 1 and not _OPEN.search(regex) and all(re.fullmatch(regex, word) for word in needed[0]):
                yield None, needed[0], ()
                continue
            if not needed:
                problems.add(mark, "POL05", f"{alternative!r} has no words that must be there", "give at least one fixed word")
                continue
            trigger = max(needed, key=_rarity)
            gates = {frozenset(max(word, key=_is_rare) for word in words) for words in needed if words != trigger}
            yield regex, trigger, tuple(sorted(gates, key=sorted))


def _is_rare(char: str) -> bool:
    return char not in _COMMON


def _rarity(words: frozenset[str]) -> tuple[bool, int, int]:
    """Returns what makes a set of words good to call a pattern for: no word is too common, all are long, there are few."""
    return not any(map(_COMMON.issuperset, words)), min(map(len, words)), -len(words)


def _compiles(regex: str, mark: Mark, problems: Problems) -> bool:
    try:
        re2.compile(regex)
        return True
    except re2.error as error:
        problems.add(mark, "POL05", f"{regex!r} is no pattern: {error}", "RE2 syntax: no look-around, no back-references")
        return False
