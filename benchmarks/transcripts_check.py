"""Checks labelled transcripts: which expected findings were made, which reports are false, which metrics differ.

    python benchmarks/transcripts_check.py FOLDER

FOLDER holds *.jsonl and expected.json: {"files": {name: {"findings": [{"rule", "at", "or_at"}], "must_not": [..], "tolerates": [..],
"tolerates_lines": [{"rule", "at"}], "metrics": {..}, "pair", "better_of_pair"}}}. Findings of politeness, of the outcome and of measured
times (their ids have a dot) are no reports of rules and are left out. Exit code 1 where anything is not right.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scoring.rulebook import load_rulebook  # noqa: E402
from scoring.score import score  # noqa: E402
from scoring.scorecard import Finding, Scorecard  # noqa: E402
from simulator.transcript import parse  # noqa: E402

_TOLERANCE_S = 0.05


@dataclass(slots=True)
class Tally:
    """What was right and what was not, over all files."""

    expected: int = 0
    found: int = 0
    false: int = 0
    forbidden: int = 0
    metrics: int = 0
    metrics_right: int = 0
    wrong: list[str] = field(default_factory=list)


def main(folder: Path) -> int:
    """Prints the result for every file of the folder; returns the exit code."""
    files = {str(path.relative_to(ROOT)): path.read_bytes() for path in sorted((ROOT / "scoring" / "rules").glob("*/*.yaml"))}
    rulebook, problems = load_rulebook(files)
    for problem in problems:
        print(problem, file=sys.stderr)
    labels = json.loads((folder / "expected.json").read_text("utf-8"))["files"]
    tally = Tally()
    cards: dict[str, Scorecard] = {}
    for name, label in sorted(labels.items()):
        path = folder / name
        cards[name] = score(parse(path.read_bytes().split(b"\n"), name), rulebook)
        wrong = list(faults(cards[name], label, tally))
        total = cards[name].total
        print(f"{'ok   ' if not wrong else 'WRONG'} {name} total {total / 10 if total is not None else '-'}")
        for line in wrong:
            print(f"        {line}")
        tally.wrong += wrong
    for line in worse_of_pairs(cards, labels):
        print(f"WRONG {line}")
        tally.wrong.append(line)
    print(
        f"findings {tally.found}/{tally.expected}, false reports {tally.false} (forbidden ones {tally.forbidden}), "
        f"metrics {tally.metrics_right}/{tally.metrics}"
    )
    return 1 if tally.wrong else 0


def faults(card: Scorecard, label: Mapping[str, Any], tally: Tally) -> Iterator[str]:
    """Yields what is not as the label of a transcript says, and counts it."""
    yield from _findings(card, label, tally)
    yield from _metrics(card, label, tally)


def _findings(card: Scorecard, label: Mapping[str, Any], tally: Tally) -> Iterator[str]:
    reports = [finding for finding in card.findings if "." not in finding.rule and not finding.unsure]
    used: set[int] = set()
    for wanted in label["findings"]:
        tally.expected += 1
        places = [wanted["at"], *wanted.get("or_at", [])]
        hit = next((i for i, f in enumerate(reports) if i not in used and f.rule == wanted["rule"] and _at(f, places)), None)
        if hit is None:
            elsewhere = [f.at for f in reports if f.rule == wanted["rule"]]
            yield f"not found: {wanted['rule']} at {places}" + (f" (reported at {elsewhere})" if elsewhere else "")
            continue
        tally.found += 1
        used.add(hit)
        if "fined" in wanted and wanted["fined"] is not bool(reports[hit].fined):
            yield f"{wanted['rule']} at {wanted['at']}: fined is {reports[hit].fined}"
    for index, finding in enumerate(reports):
        if index in used or _tolerated(finding, label):
            continue
        tally.false += 1
        tally.forbidden += finding.rule in label["must_not"]
        yield f"false report: {finding.rule} at {finding.at:g} {finding.matched!r}"


def _tolerated(finding: Finding, label: Mapping[str, Any]) -> bool:
    if finding.rule in label["tolerates"]:
        return True
    if any(line["rule"] == finding.rule and _at(finding, [line["at"]]) for line in label.get("tolerates_lines", [])):
        return True
    places = (place for wanted in label["findings"] if wanted["rule"] == finding.rule for place in (wanted["at"], *wanted.get("or_at", [])))
    return _at(finding, list(places))


def _at(finding: Finding, places: list[float]) -> bool:
    return any(abs(finding.at - place) < _TOLERANCE_S for place in places)


def _metrics(card: Scorecard, label: Mapping[str, Any], tally: Tally) -> Iterator[str]:
    measured = card.metrics.as_json()
    for name, wanted in label["metrics"].items():
        if name not in measured:
            continue
        tally.metrics += 1
        found = measured[name]
        if found is wanted or (found is not None and wanted is not None and abs(found - wanted) < _TOLERANCE_S):
            tally.metrics_right += 1
        else:
            yield f"{name} is {found}, expected {wanted}"


def worse_of_pairs(cards: Mapping[str, Scorecard], labels: Mapping[str, Any]) -> Iterator[str]:
    """Yields every pair in which the better talk does not score higher."""
    for name, label in sorted(labels.items()):
        if not label.get("pair") or not label["better_of_pair"]:
            continue
        for other, worse in sorted(labels.items()):
            if worse.get("pair") == label["pair"] and not worse["better_of_pair"] and (cards[name].total or 0) <= (cards[other].total or 0):
                yield f"{name} does not score higher than {other}"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
