"""Writes docs/reading.md, figures and failures of the reading as measured now: `python -m benchmarks.reading_report`."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.reading_quality import HELD_OUT, held_out_files, kappa_of
from benchmarks.reading_speed import readings_per_second, startup_ratio
from simulator.bench import Bench, measure
from simulator.labelled import cases_of
from simulator.reading import read
from simulator.reading.model import WEIGHTS
from simulator.vocabulary import vocabulary
from training.corpus import lines_of, talks_of

PAGE = Path(__file__).parent.parent / "docs" / "reading.md"
WORST = 12
SHOWN = 8
GOALS = {"acts": "macro-F1 0.93, traps hit 3 %", "asks": "macro-F1 0.93"}


def page() -> str:
    """Returns the whole page in Markdown."""
    parts = [_intro(), _corpus(), _held_out_by_folds()]
    parts += [_quality(path, measure(cases_of(path))) for path in held_out_files()]
    parts += [_how_found(), _speed()]
    return "\n\n".join(parts) + "\n"


def _intro() -> str:
    return """# The reading, measured

Written by `python -m benchmarks.reading_report`; do not edit. What a reading is, and how it is made, stands in `simulator/reading/`.

A message is normalised, cut into clauses with their scopes, and matched against the lexicon. Patterns are used where they are sure, a
linear model where they are not, and a bare answer is read from what the buyer asked. Every mark says which of the three found it
(`pattern`, `model`, `context`) and how sure it is. The model is trained from `corpus/` by `python -m training.train`; the same corpus gives
the same bytes.

A **trap** is a label that a naive matcher would report and a careful reader would not: a refusal, a quotation, a condition, another sense
of the word. F1 counts false reports on traps only, because people differ about labels in neither list."""


def _corpus() -> str:
    lines: list[tuple[str, int, int]] = []
    for family in ("acts", "asks"):
        found = lines_of("acts" if family == "acts" else "asks")
        lines.append((family, len(found), sum(line.near_miss for line in found)))
    talks = talks_of()
    lines.append(("compliance", len(talks), sum(talk.near_miss for talk in talks)))
    rows = [f"| {family} | {count:,} | {traps:,} |" for family, count, traps in lines]
    acts, asks = lines_of("acts"), lines_of("asks")
    least_act = min(sum(act in line.labels or line.aim == act for line in acts) for act in vocabulary().acts)
    least_ask = min(sum(ask in line.labels or line.aim == ask for line in asks) for ask in vocabulary().asks)
    return "\n".join(
        [
            "## Corpus",
            "",
            "| family | lines | of them near misses |",
            "| --- | --- | --- |",
            *rows,
            f"| together | {sum(line[1] for line in lines):,} | {sum(line[2] for line in lines):,} |",
            "",
            f"The act with the fewest lines about it has {least_act}, the ask with the fewest {least_ask}.",
        ]
    )


def _held_out_by_folds() -> str:
    record = json.loads((Path(WEIGHTS) / "trained.json").read_text("utf-8"))
    rows = [
        f"| {family} | {figures['macro_f1']:.3f} | {figures['recall']:.3f} | {figures['traps_hit']:.1%} |"
        for family in ("acts", "asks")
        for figures in [record[family]["held_out"]]
    ]
    return "\n".join(
        [
            "## The model alone, on hands it never saw",
            "",
            "Each hand's lines are read by a model trained on the others; a sixth of the hands is left out at a time. The labels are",
            "ALL of a line's labels, secondary ones too, so recall is lower than where only sure labels are wanted.",
            "",
            "| family | macro-F1 | recall | traps hit |",
            "| --- | --- | --- | --- |",
            *rows,
        ]
    )


def _quality(path: Path, bench: Bench) -> str:
    kappa = kappa_of(path)
    agreed = (
        f"Judged by a second annotator without sight of the first labels: Cohen's kappa {kappa[0]:.3f} (labels left open "
        "aside). The two were schooled alike, so that kappa says more of clear wording than of truth."
        if kappa
        else "Labelled by one person so far: no agreement can be stated."
    )
    worst = sorted((f for f in bench.figures if f.right + f.missed), key=lambda f: (f.f1, f.label))[:WORST]
    rows = [f"| {f.label} | {f.f1:.3f} | {f.precision:.3f} | {f.recall:.3f} | {f.hit}/{f.traps} |" for f in worst]
    return "\n".join(
        [
            f"## The whole reading on the held-out {bench.kind}",
            "",
            f"`corpus/heldout/{path.name}`: {bench.lines} lines by hands that saw neither patterns nor corpus, never used for fitting.",
            agreed,
            "",
            (
                f"**macro-F1 {bench.macro_f1:.3f}, recall {bench.recall:.3f}, traps hit {bench.traps_hit:.1%}, lines wholly right "
                f"{bench.lines_right:.1%}.** Goal: {GOALS[bench.kind]}."
            ),
            "",
            f"The {len(rows)} weakest labels:",
            "",
            "| label | F1 | precision | recall | traps hit |",
            "| --- | --- | --- | --- | --- |",
            *rows,
            "",
            *_by_tag(path),
            "",
            "### Lines that fail",
            "",
            f"{min(SHOWN, len(bench.misses))} of {len(bench.misses)}, evenly spread over the file; `-` is a label missed, `+` a trap hit.",
            "",
            *_failures(bench),
        ]
    )


def _by_tag(path: Path) -> list[str]:
    """Returns a table of what is missed and hit by kind of sentence, as the annotators tagged it."""
    wanted, missed, traps, hit = (Counter[str]() for _ in range(4))
    for line in path.read_text("utf-8").splitlines():
        raw: dict[str, Any] = json.loads(line)
        reading = read(raw["text"], sender="buyer" if path.stem == "asks" else "agent", before=raw.get("buyer", ""))
        found = reading.act_ids if path.stem == "acts" else {mark.ask for mark in reading.asks}
        for tag in raw.get("tags", ()):
            wanted[tag] += len(raw["must"])
            missed[tag] += len(set(raw["must"]) - found)
            traps[tag] += len(raw["must_not"])
            hit[tag] += len(set(raw["must_not"]) & found)
    rows = [f"| {tag} | {missed[tag]}/{wanted[tag]} | {hit[tag]}/{traps[tag]} |" for tag in sorted({*wanted, *traps})]
    return ["| kind of sentence | missed | traps hit |", "| --- | --- | --- |", *rows]


def _failures(bench: Bench) -> list[str]:
    step = max(1, len(bench.misses) // SHOWN)
    return [
        f"- {miss.case.text}"
        + (f" (after: {miss.case.before})" if miss.case.before else "")
        + " `"
        + " ".join([*(f"-{label}" for label in sorted(miss.missed)), *(f"+{label}" for label in sorted(miss.false))])
        + "`"
        for miss in bench.misses[::step][:SHOWN]
    ]


def _how_found() -> str:
    path = HELD_OUT / "acts.jsonl"
    right, false = Counter[str](), Counter[str]()
    for case in cases_of(path) if path.exists() else []:
        for mark in read(case.text, before=case.before).acts:
            if mark.act in case.must:
                right[mark.how] += 1
            elif mark.act in case.must_not:
                false[mark.how] += 1
    rows = [f"| {how} | {right[how]} | {false[how]} |" for how in ("pattern", "model", "context")]
    return "\n".join(["## How acts were found", "", "| by | right | on a trap |", "| --- | --- | --- |", *rows])


def _speed() -> str:
    ratio, milliseconds = startup_ratio()
    size = sum(path.stat().st_size for path in Path(WEIGHTS).glob("*.bin")) / 1e6
    return "\n".join(
        [
            "## Speed",
            "",
            f"{readings_per_second():,.0f} new replies of about 30 characters a second on one core of the machine this was written on;",
            f"`kefu read` starts in {milliseconds:.0f} ms, {ratio:.1f} times a bare `python -c pass`. Weights: {size:.1f} MB.",
        ]
    )


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
