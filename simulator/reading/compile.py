"""Turns the lexicon's YAML into plain tables (lists, tuples, strings) that marshal can keep. Runs once for each content of the lexicon.

A pattern is RE2 with three additions: `{name}` stands for one of the words of that list (words.yaml), `…` for up to eight characters of the
same clause, `<` for the place where a clause begins and `>` for the place where one ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

import re2

from simulator.problems import ContentError, Mark, Problems, did_you_mean
from simulator.reading.lexicon import EDGES
from simulator.yamlfile import Document, NodePath, load

TYPE_CHECKING = False
if TYPE_CHECKING:
    from simulator.reading.lexicon import Folder

SCOPES = ("negated", "quoted", "question", "conditional", "warned", "reported")
KINDS = ("act", "ask", "veto", "unasked")
"""What an entry finds: an act, an ask, that an act can not be there, that an ask is not made."""
KEYS = (*KINDS, "id", "patterns", "unless", "sure", "after", "at_most", "examples", "near_misses")
GAP = r"[^,。!?;\n]{0,8}"
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT)
_MACRO = re.compile(r"\{([a-z_]+)\}")
_MOST_LITERALS = 160
"""A longer list of words is no help in ruling a pattern out."""
_MOST_PRODUCTS = 40
"""How many combinations of two lists are spelt out."""
_MOST_NEEDED = 3
"""How many of the sets of words that a pattern requires are kept; more rule out next to nothing."""
_COMMON = frozenset("您你我不没的了是到给好在一看来说有会就都要能可以,。!? ")
"""Characters too common to look at a pattern for, where it requires anything else."""


class Entry(NamedTuple):
    """One entry of the lexicon as written, with its place."""

    id: str
    kind: str
    target: str
    patterns: tuple[str, ...]
    unless: tuple[str, ...]
    sure: float
    after: tuple[str, ...]
    at_most: int
    examples: tuple[tuple[str, str, Mark], ...]
    """(buyer's line or "", text, where it is written)."""
    near_misses: tuple[tuple[str, str, Mark], ...]
    mark: Mark


Tables = dict[str, Any]


def documents(folder: Folder, problems: Problems) -> dict[str, tuple[Document, dict[str, Any]]]:
    """Returns file stem -> (document, its content) of every lexicon file of `folder` that can be read."""
    found: dict[str, tuple[Document, dict[str, Any]]] = {}
    for path in sorted(Path(folder).glob("*.yaml")):
        try:
            document = load(path)
        except ContentError as error:
            problems.extend(error.problems)
            continue
        if isinstance(document.content, dict):
            found[path.stem] = document, document.content
        else:
            problems.add(document.mark(), "LEX00", "must be a mapping", "start with `format: 1`")
    return found


def entries_of(files: Mapping[str, tuple[Document, dict[str, Any]]], problems: Problems) -> list[Entry]:
    """Returns every entry of the pattern files; what is wrong with them goes to `problems`."""
    targets = {kind: set(vocabulary(files, kind)) for kind in ("act", "ask")}
    targets |= {"veto": targets["act"], "unasked": targets["ask"]}
    found: dict[str, Entry] = {}
    for source, content in files.values():
        if not isinstance(content.get("entries"), list):
            continue
        default = content.get("unless", ["quoted", "reported"])
        for place, raw in enumerate(content["entries"]):
            entry = _entry(source, ("entries", place), raw, default, targets, problems)
            if entry is None:
                continue
            if entry.id in found:
                problems.add(entry.mark, "LEX03", f"entry {entry.id!r} is there twice", f"the other is at {found[entry.id].mark.file}")
            found[entry.id] = entry
    return list(found.values())


def vocabulary(files: Mapping[str, tuple[Document, dict[str, Any]]], kind: str) -> dict[str, dict[str, Any]]:
    """Returns id -> definition of every act or every ask."""
    content = files[f"{kind}s"][1] if f"{kind}s" in files else {}
    if kind == "ask":
        return content
    return {act: about for acts in content.values() if isinstance(acts, dict) for act, about in acts.items()}


def _entry(
    source: Document, path: NodePath, raw: Any, default: list[str], targets: Mapping[str, set[str]], problems: Problems
) -> Entry | None:
    mark = source.mark(path)
    if not isinstance(raw, dict):
        problems.add(mark, "LEX01", "an entry must be a mapping", "write `- id: …`, `act: …`, `patterns: […]`")
        return None
    before = len(problems)
    for key in raw:
        if key not in KEYS:
            problems.add(source.mark((*path, key), key=True), "LEX01", f"unknown key {key!r}", did_you_mean(str(key), KEYS))
    kinds = [kind for kind in KINDS if kind in raw]
    if len(kinds) != 1 or "id" not in raw or not raw.get("patterns"):
        problems.add(mark, "LEX01", "an entry needs an id, patterns and exactly one of act, ask, veto, unasked", "add what is missing")
        return None
    kind, target = kinds[0], raw[kinds[0]]
    if target not in targets[kind]:
        problems.add(source.mark((*path, kind)), "LEX02", f"unknown {kind} {target!r}", did_you_mean(str(target), targets[kind]))
    for scope in raw.get("unless", ()):
        if scope not in SCOPES:
            problems.add(source.mark((*path, "unless")), "LEX02", f"unknown scope {scope!r}", did_you_mean(str(scope), SCOPES))
    if len(problems) > before:
        return None
    return Entry(
        raw["id"],
        kind,
        target,
        tuple(raw["patterns"]),
        tuple(raw.get("unless", default)),
        float(raw.get("sure", 1.0)),
        tuple(raw.get("after", ())),
        int(raw.get("at_most", 0)),
        tuple(_cases(source, (*path, "examples"), raw.get("examples", ()))),
        tuple(_cases(source, (*path, "near_misses"), raw.get("near_misses", ()))),
        mark,
    )


def _cases(source: Document, path: NodePath, raw: Iterable[Any]) -> Iterator[tuple[str, str, Mark]]:
    for place, case in enumerate(raw):
        mark = source.mark((*path, place))
        if isinstance(case, dict):
            yield str(case.get("buyer", "")), str(case.get("agent", "")), mark
        else:
            yield "", str(case), mark


def expand(pattern: str, words: Mapping[str, list[str]]) -> str:
    """Returns `pattern` as RE2, its words in one capturing group."""

    def listed(found: re.Match[str]) -> str:
        return "(?:" + "|".join(expand_inner(word, words) for word in words[found.group(1)]) + ")"

    pattern = _MACRO.sub(listed, pattern).replace("…", GAP)
    return f"({pattern.replace('<', f'(?:^|[{EDGES}])').replace('>', f'(?:$|[{EDGES}])')})"


def expand_inner(word: str, words: Mapping[str, list[str]]) -> str:
    """Returns a word of a list with the lists it names in turn put in."""
    return _MACRO.sub(lambda found: "(?:" + "|".join(words[found.group(1)]) + ")", word)


def tables_of(folder: Folder) -> Tables:
    """Returns the tables the reading runs on. Raises ContentError with every problem found."""
    problems = Problems()
    files = documents(folder, problems)
    words: dict[str, list[str]] = files["words"][1]["words"] if "words" in files else {}
    marks: dict[str, list[str]] = {}
    for kind, letter in (("topics", "T"), ("functions", "F")):
        for name, listed in files["topics"][1][kind].items() if "topics" in files else ():
            for word in listed:
                marks.setdefault(word, []).append(f"{letter}:{name}")
    entries = entries_of(files, problems)
    literals = {word: at for at, word in enumerate(marks)}  # the words with marks come first
    triggers: dict[int, list[int]] = {}
    patterns: list[tuple[Any, ...]] = []
    needs: list[tuple[frozenset[int], ...]] = []
    for entry in entries:
        for pattern in entry.patterns:
            regex, needed = _required(entry, pattern, words, problems)
            if not needed:
                continue
            numbers = [frozenset(literals.setdefault(word, len(literals)) for word in sorted(found)) for found in needed]
            for literal in sorted(numbers[0]):
                triggers.setdefault(literal, []).append(len(patterns))
            needs.append(tuple(numbers[1:]))
            row = (entry.id, entry.kind, entry.target, regex, entry.unless, entry.sure, entry.after, entry.at_most)
            patterns.append(row)
    problems.raise_if_any()
    acts = vocabulary(files, "act")
    context = files["context"][1] if "context" in files else {}
    return {
        "literals": "\0".join(literals),  # one string is much faster to load than thousands
        "marks": [*map(tuple, marks.values())],
        "triggers": _starting(triggers, patterns, ("act", "veto")),
        "ask_triggers": _starting(triggers, patterns, ("ask", "unasked")),
        "patterns": patterns,
        "needs": needs,
        **{
            kind: {about[kind]: act for act, about in acts.items() if kind in about} | context.get("also", {}).get(kind, {})
            for kind in ("grants", "refuses")
        },
        "denied": {act: tuple(topics) for act, topics in (files["denied"][1]["denied"] if "denied" in files else {}).items()},
        "sure": {ask: float(least) for ask, least in context.get("sure", {}).items()},
        "over": context.get("over", {}),
        "instead": [(e["ask"], tuple(e["words"]), e.get("grants", ""), e.get("refuses", "")) for e in context.get("instead", ())],
        "acts": list(acts),
        "asks": list(vocabulary(files, "ask")),
    }


def _starting(triggers: Mapping[int, list[int]], patterns: list[tuple[Any, ...]], kinds: tuple[str, ...]) -> dict[int, tuple[int, ...]]:
    """Returns word -> the patterns of these kinds that it may start."""
    chosen = {word: tuple(number for number in numbers if patterns[number][1] in kinds) for word, numbers in triggers.items()}
    return {word: numbers for word, numbers in chosen.items() if numbers}


def _required(entry: Entry, pattern: str, words: Mapping[str, list[str]], problems: Problems) -> tuple[str, list[frozenset[str]]]:
    """Returns the RE2 of one pattern and the sets of words it requires, the one to look at it for first; none where something is wrong."""
    try:
        regex = expand(pattern, words)
        re2.compile(regex)
        needed = [shortest(found) for found in required(parser.parse(regex)) if all(found)]
    except KeyError as missing:
        problems.add(entry.mark, "LEX04", f"unknown word list {missing} in {pattern!r}", did_you_mean(str(missing).strip("'"), words))
        return "", []
    except (re.error, re2.error) as error:
        problems.add(entry.mark, "LEX04", f"{pattern!r} is no pattern: {error}", "RE2 syntax: no look-around, no back-references")
        return "", []
    needed = sorted([found for found in needed if len(found) <= _MOST_LITERALS], key=_best_trigger)
    if not needed:
        problems.add(entry.mark, "LEX05", f"{pattern!r} has no words that must be there", "give at least one fixed word")
    return regex, needed[:_MOST_NEEDED]


def shortest(words: Iterable[str]) -> frozenset[str]:
    """Returns the words without those that hold another of them: where they are, the other is too."""
    kept: list[str] = []
    for word in sorted(words, key=len):
        if not any(other in word for other in kept):
            kept.append(word)
    return frozenset(kept)


def required(tree: Any) -> list[frozenset[str]]:
    """Returns sets of words; of each set at least one must stand in any text the parsed pattern matches."""
    exact, found = _walk(tree)
    return [*found, exact] if exact else found


def _walk(tree: Any) -> tuple[frozenset[str] | None, list[frozenset[str]]]:
    """Returns (every text the tree can match, if few; else None) and the sets of words required."""
    run: frozenset[str] = frozenset({""})
    found: list[frozenset[str]] = []
    whole = True
    for code, value in tree:
        exact, inner = _node(code, value)
        if exact is not None and _few(run, exact):
            run = _joined(run, exact)
            continue
        whole = False
        once = _walk(value[2])[0] if code in _REPEATS and value[0] else None
        if once is not None and _few(run, once):  # 好的+ begins with 好的
            found.append(_joined(run, once))
            run = once
            continue
        found += [run, *inner]
        run = exact if exact is not None else frozenset({""})
    if whole:
        return run, []
    return None, [words for words in (*found, run) if words and "" not in words]


def _few(left: frozenset[str], right: frozenset[str]) -> bool:
    """Returns whether all combinations may be spelt out."""
    return len(left) * len(right) <= max(len(left), len(right), _MOST_PRODUCTS)


def _joined(left: frozenset[str], right: frozenset[str]) -> frozenset[str]:
    return frozenset(first + second for first in left for second in right)


def _node(code: Any, value: Any) -> tuple[frozenset[str] | None, list[frozenset[str]]]:
    if code is op.LITERAL:
        return frozenset({chr(value)}), []
    if code is op.AT:
        return frozenset({""}), []
    if code is op.SUBPATTERN:
        return _walk(value[-1])
    if code is op.IN:
        return _one_of(value), []
    if code is op.BRANCH:
        branches = [_walk(branch) for branch in value[1]]
        sets = [exact for exact, _ in branches if exact is not None]
        if len(sets) == len(branches):
            union = frozenset().union(*sets)
            return (union, []) if len(union) <= _MOST_LITERALS else (None, [])
        best = [exact if exact is not None else max(inner, key=_shortest, default=None) for exact, inner in branches]
        if any(words is None or "" in words for words in best):
            return None, []
        return None, [frozenset().union(*(words for words in best if words is not None))]
    if code in _REPEATS:
        least, most, inner_tree = value
        exact, inner = _walk(inner_tree)
        if exact is not None and (least, most) == (0, 1):
            return exact | {""}, []
        if exact is not None and least == most == 1:
            return exact, []
        return None, (inner if exact is None else [exact]) if least else []
    return None, []


def _best_trigger(words: frozenset[str]) -> tuple[bool, bool, bool, int, int]:
    """Returns what to sort by: no common characters, words of two characters or more first, short lists first, then long words."""
    length = _shortest(words)
    return not words.isdisjoint(_COMMON), length < 2, len(words) > _MOST_PRODUCTS, -length, len(words)


def _shortest(words: frozenset[str]) -> int:
    return min(map(len, words))


def _one_of(value: Any) -> frozenset[str] | None:
    chars: set[str] = set()
    for code, inner in value:
        if code is op.LITERAL:
            chars.add(chr(inner))
        elif code is op.RANGE and inner[1] - inner[0] < 40:
            chars.update(map(chr, range(inner[0], inner[1] + 1)))
        else:
            return None
    return frozenset(chars)
