"""Prints how the reading fares: `python -m benchmarks.reading_quality [FILE ...]`; the held-out corpus where no file is given."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from simulator.bench import Bench, agreement, as_text, cases_of, measure
from simulator.vocabulary import vocabulary
from training.corpus import ROOT

HELD_OUT = ROOT / "heldout"
SECOND = ".second.jsonl"
"""How the file of the second annotator ends; it holds `id` and `must` of the same lines, labelled without seeing the first labels."""


def held_out_files() -> list[Path]:
    """Returns the held-out files of the first annotator that there are."""
    return [path for name in ("acts", "asks") if (path := HELD_OUT / f"{name}.jsonl").exists()]


def kappa_of(path: Path) -> tuple[float, dict[str, float]] | None:
    """Returns Cohen's kappa with the second annotator, over all labels and by label; None where nobody labelled the file twice."""
    other = path.with_name(path.stem + SECOND)
    if not other.exists():
        return None
    cases = cases_of(path)
    again = {raw["id"]: frozenset(raw["must"]) for raw in map(json.loads, other.read_text("utf-8").splitlines())}
    both = [(case.must, again[case.id]) for case in cases if case.id in again]
    labels = vocabulary().acts if cases[0].kind == "acts" else vocabulary().asks
    return agreement([first for first, _ in both], [second for _, second in both], labels)


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
