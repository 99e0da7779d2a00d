"""The language bench: what the reading finds in a file of labelled lines, what it misses, and which traps it walks into.

Two formats of JSON Lines are understood. `must` / `must_not` name what any careful reader finds and what a naive matcher would falsely
report; labels in neither are not judged. `acts` / `asks` name ALL labels of the line, so that every other report is false; `near_miss` with
`for` makes that label a trap.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from simulator.problems import ContentError, Mark, Problems, did_you_mean
from simulator.reading import Reading, read
from simulator.vocabulary import vocabulary

Kind = Literal["acts", "asks"]
Reader = Callable[["Case"], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled line. `exact`: labels in neither list are wrong, not merely unjudged."""

    id: str
    kind: Kind
    text: str
    must: frozenset[str]
    must_not: frozenset[str]
    before: str = ""
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """How one label fared: `right` and `missed` of those wanted, `false` reports that count, `traps` set for it and `hit` among them."""

    label: str
    right: int
    missed: int
    false: int
    traps: int
    hit: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.false) if self.right else 0.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.missed + self.false) if self.right else 0.0


@dataclass(frozen=True, slots=True)
class Miss:
    """A line that was not read as it should be: labels not found, and labels falsely found."""

    case: Case
    missed: frozenset[str]
    false: frozenset[str]


@dataclass(frozen=True, slots=True)
class Bench:
    """The result over one file. `confused` counts (label missed, label falsely found on the same line)."""

    kind: Kind
    lines: int
    figures: tuple[Figures, ...]
    misses: tuple[Miss, ...]
    confused: tuple[tuple[str, str, int], ...]

    @property
    def macro_f1(self) -> float:
        """The mean F1 of the labels that some line wants, 0..1."""
        wanted = [figure.f1 for figure in self.figures if figure.right + figure.missed]
        return sum(wanted) / len(wanted) if wanted else 0.0

    @property
    def recall(self) -> float:
        right, missed = sum(f.right for f in self.figures), sum(f.missed for f in self.figures)
        return right / (right + missed) if right else 0.0

    @property
    def traps_hit(self) -> float:
        """The share of the traps that were walked into, 0..1."""
        traps = sum(f.traps for f in self.figures)
        return sum(f.hit for f in self.figures) / traps if traps else 0.0

    @property
    def lines_right(self) -> float:
        return 1 - len(self.misses) / self.lines if self.lines else 0.0


def cases_of(path: Path) -> list[Case]:
    """Returns the labelled lines of a file. Raises ContentError with every line that cannot be used."""
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
    cases = [_case(raw, kind, mark, problems) for mark, raw in raws]
    problems.raise_if_any()
    return cases


def measure(cases: Sequence[Case], reader: Reader | None = None) -> Bench:
    """Returns how `reader` (the reading, where none is given) fares on `cases`, which are all of one kind and at least one."""
    find = reader or found_by_reading
    right, missed, false, traps, hit, confused = (Counter[Any]() for _ in range(6))
    misses: list[Miss] = []
    for case in cases:
        found = find(case)
        wrong = found - case.must if case.exact else found & case.must_not
        lost = case.must - found
        right.update(found & case.must)
        missed.update(lost)
        false.update(wrong)
        traps.update(case.must_not)
        hit.update(found & case.must_not)
        confused.update((one, other) for one in lost for other in wrong)
        if lost or wrong:
            misses.append(Miss(case, lost, wrong))
    labels = sorted({*right, *missed, *false, *traps})
    return Bench(
        cases[0].kind,
        len(cases),
        tuple(Figures(label, right[label], missed[label], false[label], traps[label], hit[label]) for label in labels),
        tuple(misses),
        tuple((one, other, count) for (one, other), count in sorted(confused.items(), key=lambda pair: (-pair[1], pair[0]))),
    )


def found_by_reading(case: Case) -> frozenset[str]:
    """Returns the labels that the reading finds in the case's text."""
    reading: Reading = read(case.text, sender="agent" if case.kind == "acts" else "buyer", before=case.before)
    return reading.act_ids if case.kind == "acts" else frozenset(mark.ask for mark in reading.asks)


def as_text(bench: Bench, *, lines_shown: int = 40) -> str:
    """Returns the result as a table for a terminal: the whole, each label from the worst, confused pairs, lines missed."""
    rows = [
        (
            f"{bench.kind}: {bench.lines} lines, macro-F1 {bench.macro_f1:.3f}, recall {bench.recall:.3f}, "
            f"traps hit {bench.traps_hit:.1%}, lines right {bench.lines_right:.1%}"
        ),
        "",
        f"{'label':<24}{'F1':>7}{'prec.':>7}{'recall':>8}{'right':>7}{'missed':>8}{'false':>7}{'traps':>10}",
    ]
    rows += [
        f"{f.label:<24}{f.f1:>7.3f}{f.precision:>7.3f}{f.recall:>8.3f}{f.right:>7}{f.missed:>8}{f.false:>7}{f'{f.hit}/{f.traps}':>10}"
        for f in sorted(bench.figures, key=lambda f: (f.f1 if f.right + f.missed else 2.0 - f.hit, f.label))
    ]
    if bench.confused:
        rows += ["", "confused (wanted, found instead):"]
        rows += [f"  {one} / {other}: {count}" for one, other, count in bench.confused[:12]]
    if bench.misses:
        rows += ["", "lines not read as labelled:"]
        rows += [f"  {_miss_text(miss)}" for miss in bench.misses[:lines_shown]]
        if len(bench.misses) > lines_shown:
            rows.append(f"  and {len(bench.misses) - lines_shown} more")
    return "\n".join(rows)


def agreement(decisions: Iterable[tuple[str, bool, bool]]) -> tuple[float, dict[str, float]]:
    """Returns Cohen's kappa of two annotators over (label, first says yes, second says yes) decisions, and by label."""
    by_label: dict[str, Counter[tuple[bool, bool]]] = {}
    for label, first, second in decisions:
        by_label.setdefault(label, Counter())[first, second] += 1
    whole: Counter[tuple[bool, bool]] = sum(by_label.values(), Counter())
    return _kappa(whole), {label: _kappa(cells) for label, cells in sorted(by_label.items())}


def _kappa(cells: Counter[tuple[bool, bool]]) -> float:
    total = sum(cells.values())
    if not total:
        return 1.0
    same = (cells[True, True] + cells[False, False]) / total
    first, second = ((cells[True, True] + cells[pair]) / total for pair in ((True, False), (False, True)))
    chance = first * second + (1 - first) * (1 - second)
    return 1.0 if chance == 1.0 else (same - chance) / (1 - chance)


def _miss_text(miss: Miss) -> str:
    signs = [*(f"-{label}" for label in sorted(miss.missed)), *(f"+{label}" for label in sorted(miss.false))]
    before = f" (buyer: {miss.case.before})" if miss.case.before else ""
    return f"{miss.case.id} {miss.case.text}{before}  {' '.join(signs)}"


def _raw(line: str, mark: Mark, problems: Problems) -> dict[str, Any] | None:
    try:
        raw = json.loads(line)
    except json.JSONDecodeError as error:
        problems.add(mark, "BEN02", f"not JSON: {error.msg}", "one JSON object a line")
        return None
    if not isinstance(raw, dict) or not isinstance(raw.get("text"), str):
        problems.add(mark, "BEN03", "no `text`", "every line is an object with a text")
        return None
    if not all(isinstance(raw.get(key, []), list) for key in ("must", "must_not", "acts", "asks")):
        problems.add(mark, "BEN03", "labels are not a list", '"must": ["greet"]')
        return None
    return raw


def _kind(raws: Sequence[dict[str, Any]]) -> Kind:
    """Returns whose lines a file holds. Acts and asks share two names, so the whole file is asked."""
    known = vocabulary()
    labels = {str(label) for raw in raws for key in ("must", "must_not", "acts") for label in raw.get(key, ())}
    buyers = any("asks" in raw or raw.get("from") == "buyer" for raw in raws) or (labels and labels <= set(known.asks))
    return "asks" if buyers else "acts"


def _case(raw: dict[str, Any], kind: Kind, mark: Mark, problems: Problems) -> Case:
    """Returns the labelled line; a label that is none of the vocabulary's is a problem."""
    allowed = vocabulary().acts if kind == "acts" else vocabulary().asks
    exact = "must" not in raw
    must = frozenset(map(str, raw.get(kind, ()) if exact else raw["must"]))
    trap = {str(raw.get("for"))} - must if exact and raw.get("near_miss") else set()
    must_not = frozenset(trap if exact else map(str, raw.get("must_not", ())))
    for label in sorted((must | must_not) - set(allowed)):
        problems.add(mark, "BEN04", f"unknown label {label!r}", did_you_mean(label, allowed))
    return Case(str(raw.get("id", mark.line)), kind, raw["text"], must, must_not, str(raw.get("buyer", "")), exact)
