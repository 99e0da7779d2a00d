"""Prints how the reading fares: `python -m benchmarks.reading_quality [FILE ...]`; the held-out corpus where no file is given."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from simulator.bench import Bench, agreement, as_text, measure
from simulator.labelled import cases_of
from training.corpus import ROOT

HELD_OUT = ROOT / "heldout"
SECOND = ".second.jsonl"
"""How the second annotator's file ends. Of the labels judged on a line, shown unmarked, `yes` are there, `no` are not, `open` may be."""


def held_out_files() -> list[Path]:
    """Returns the held-out files of the first annotator that there are."""
    return [path for name in ("acts", "asks") if (path := HELD_OUT / f"{name}.jsonl").exists()]


def kappa_of(path: Path) -> tuple[float, dict[str, float]] | None:
    """Returns Cohen's kappa with the second annotator, whole and by label, labels left open aside; None where there is no second one."""
    other = path.with_name(path.stem + SECOND)
    if not other.exists():
        return None
    again = {raw["id"]: raw for raw in map(json.loads, other.read_text("utf-8").splitlines())}
    return agreement(
        (label, label in case.must, label in again[case.id]["yes"])
        for case in cases_of(path)
        if case.id in again
        for label in sorted(case.must | case.must_not)
        if label not in again[case.id]["open"]
    )


def main(names: Sequence[str]) -> None:
    """Prints a table for every file, and for the held-out ones how far two annotators agree."""
    for path in [Path(name) for name in names] or held_out_files():
        bench: Bench = measure(cases_of(path))
        print(f"{path.name}\n{as_text(bench)}")
        kappa = kappa_of(path)
        if kappa:
            print(f"two annotators: Cohen's kappa {kappa[0]:.3f}")
        print()


if __name__ == "__main__":
    main(sys.argv[1:])
