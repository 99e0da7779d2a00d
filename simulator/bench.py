"""The language bench: what reading and rules find in labelled lines and talks, what they miss, and which traps they walk into."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator.labelled import Case, Kind
from simulator.reading import Reading, read

if TYPE_CHECKING:
    from scoring.rulebook import Rule

Reader = Callable[[Case], frozenset[str]]
BEFORE_THE_END = frozenset(
    {"address_unconfirmed", "remark_late", "remark_wrong", "remark_overwritten", "chase_missed", "handover_missing", "idle_online"}
)
"""Rules about work at the desk, which a talk of a few lines says nothing about."""


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
    """The result over one file. `confused` counts (label missed, label falsely found on the same line). Of lines with labels, `guilty`,
    something was found in `caught`; of those without, `innocent`, something false in `accused`."""

    kind: Kind
    lines: int
    figures: tuple[Figures, ...]
    misses: tuple[Miss, ...]
    confused: tuple[tuple[str, str, int], ...]
    guilty: int
    caught: int
    innocent: int
    accused: int

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


def found_by_reading(case: Case) -> frozenset[str]:
    """Returns the labels that the reading finds in the case's text."""
    reading: Reading = read(case.text, sender="agent" if case.kind == "acts" else "buyer", before=case.before)
    return reading.act_ids if case.kind == "acts" else frozenset(mark.ask for mark in reading.asks)


def measure(cases: Sequence[Case], find: Reader = found_by_reading) -> Bench:
    """Returns how `find` fares on `cases`, which are all of one kind and at least one."""
    right, missed, false, traps, hit, confused = (Counter[Any]() for _ in range(6))
    guilty, caught, innocent, accused = 0, 0, 0, 0
    misses: list[Miss] = []
    for case in cases:
        found = find(case) - case.may
        wrong = found - case.must if case.exact else found & case.must_not
        lost = case.must - found
        right.update(found & case.must)
        missed.update(lost)
        false.update(wrong)
        traps.update(case.must_not)
        hit.update(found & case.must_not)
        confused.update((one, other) for one in lost for other in wrong)
        guilty, caught = guilty + bool(case.must), caught + bool(case.must and found)
        innocent, accused = innocent + (not case.must), accused + bool(wrong and not case.must)
        if lost or wrong:
            misses.append(Miss(case, lost, wrong))
    labels = sorted({*right, *missed, *false, *traps})
    return Bench(
        cases[0].kind,
        len(cases),
        tuple(Figures(label, right[label], missed[label], false[label], traps[label], hit[label]) for label in labels),
        tuple(misses),
        tuple((one, other, count) for (one, other), count in sorted(confused.items(), key=lambda pair: (-pair[1], pair[0]))),
        guilty,
        caught,
        innocent,
        accused,
    )


def found_by_rules(rules: Iterable[Rule]) -> Reader:
    """Returns the reader that gives of a talk the rules that `rules` report for its last message."""
    judging = tuple(rules)
    return lambda case: rules_broken(case.turns, case.facts, judging)


def rules_broken(turns: Sequence[tuple[str, str]], facts: Mapping[str, Any], rules: Iterable[Rule]) -> frozenset[str]:
    """Returns the rules reported for the last message of a talk, (who, text) each; what is left to a person is no report."""
    from scoring.proof import STEP_S, said
    from scoring.score import findings
    from scoring.timeline import timeline

    judging = (rule for rule in rules if rule.keys.group in ("platform", "house") and rule.id not in BEFORE_THE_END)
    found = findings(timeline(said(turns, facts)), judging)
    return frozenset(finding.rule for finding in found if not finding.unsure and finding.at == STEP_S * len(turns))


def as_text(bench: Bench, *, lines_shown: int = 40) -> str:
    """Returns the result as a table for a terminal: the whole, each label from the worst, confused pairs, lines missed."""
    unit = "talk" if bench.kind == "rules" else "line"
    rows = [
        (
            f"{bench.kind}: {bench.lines} {unit}s, macro-F1 {bench.macro_f1:.3f}, recall {bench.recall:.3f}, "
            f"traps hit {bench.traps_hit:.1%}, {unit}s right {bench.lines_right:.1%}"
        ),
    ]
    if bench.kind == "rules":
        rows.append(
            f"something caught in {bench.caught} of {bench.guilty} talks that break a rule, "
            f"accused {bench.accused} of {bench.innocent} that break none"
        )
    rows += [
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
        rows += ["", f"{unit}s not read as labelled (- missed, + wrongly reported):"]
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
