"""How well politeness judges: `python -m benchmarks.politeness_quality [FILE…]` prints for files of pairs how often the better one wins.

Without files: the held-out part of corpus/politeness, and the share of pairs that mere length would get right, for comparison. Pairs that
fail are listed with what was found in each reply. A pair is misleading where it says so, or where its `why` begins with [误导].
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from simulator.reading import read
from simulator.reading.clauses import clauses_of
from simulator.reading.marks import Reading
from simulator.reading.normal import normalise
from simulator.reading.politeness import judge

HEAVY = -13
"""Weight from which a fault is more than a remark."""
STYLE = frozenset(
    {"insult", "impatient", "blame_buyer", "shirk", "perfunctory", "unsure", "threaten", "belittle_competitor", "pay_for_review"}
)
CORPUS = Path(__file__).parent.parent / "corpus" / "politeness"


def rows(path: Path) -> list[dict[str, Any]]:
    """Returns the lines of a file of JSON Lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def misleading(pair: dict[str, Any]) -> bool:
    """Returns whether the surface words of the pair point the wrong way."""
    return bool(pair.get("misleading", pair["why"].startswith("[误导]")))


def signs(reading: Reading) -> str:
    """Returns the score of a reply and all it is the sum of, on one line."""
    found = (f"{marker.kind} {marker.weight:+d} “{reading.text[slice(*marker.span)]}”" for marker in reading.markers)
    return f"{reading.politeness:3d}  {reading.text}\n           {'  '.join(found)}"


def quality(name: str, pairs: Sequence[dict[str, Any]]) -> None:
    """Prints how often the better of a pair scores higher, and the pairs where it does not."""
    lost: list[tuple[dict[str, Any], Reading, Reading]] = []
    for pair in pairs:
        better, worse = (read(pair[side], before=pair["buyer"]) for side in ("better", "worse"))
        if better.politeness <= worse.politeness:
            lost.append((pair, better, worse))
    tricky = [pair for pair in pairs if misleading(pair)]
    missed = sum(misleading(pair) for pair, _, _ in lost)
    longer = sum(len(pair["better"]) > len(pair["worse"]) for pair in pairs)
    print(f"{name}: better preferred {share(len(pairs) - len(lost), len(pairs))} of {len(pairs)},", end=" ")
    print(f"misleading {share(len(tricky) - missed, len(tricky))} of {len(tricky)}; the longer one would be {share(longer, len(pairs))}")
    for pair, better, worse in lost:
        print(f"  {pair['buyer']}\n    better {signs(better)}\n    worse  {signs(worse)}")


def graded(name: str, replies: Sequence[dict[str, Any]]) -> None:
    """Prints the mean score of each grade."""
    means = []
    for grade in range(1, 6):
        scores = [read(reply["text"], before=reply["buyer"]).politeness for reply in replies if reply["grade"] == grade]
        means.append(f"{grade}: {sum(scores) / max(len(scores), 1):.0f}")
    print(f"{name}: mean score by grade  {'  '.join(means)}")


def innocent(step: int = 7) -> None:
    """Prints how many replies of corpus/acts without any act of bad style are nevertheless found heavily at fault."""
    lines = [row for path in sorted((CORPUS.parent / "acts").glob("*.jsonl")) for row in rows(path)]
    fine = [row for row in lines if not STYLE.intersection(row["acts"]) and not row["near_miss"]][::step]
    wrong = sum(any(marker.weight <= HEAVY for marker in read(row["text"], before=row.get("buyer", "")).markers) for row in fine)
    print(f"innocent replies found heavily at fault: {share(wrong, len(fine))} of {len(fine)}")


def cold() -> None:
    """Prints how many innocent replies of the held-out talks read as cold."""
    talks = [talk for talk in rows(CORPUS.parent / "heldout" / "compliance.jsonl") if not talk["violates"]]
    said = [
        (talk["turns"][-1]["text"], next((turn["text"] for turn in reversed(talk["turns"]) if turn["who"] == "buyer"), ""))
        for talk in talks
    ]
    found = sum(any(marker.kind == "tone_cold" for marker in read(text, before=before).markers) for text, before in said)
    print(f"held out: innocent replies that read as cold: {share(found, len(said))} of {len(said)}")


def speed(pairs: Sequence[dict[str, Any]]) -> None:
    """Prints how much processor time one reply takes, the rest of the reading left out."""
    prepared = [(normalise(pair[side]), pair["buyer"]) for pair in pairs for side in ("better", "worse")]
    cut = [(normal, clauses_of(normal), buyer) for normal, buyer in prepared]
    for _ in range(2):
        start = time.process_time()
        for normal, clauses, buyer in cut:
            judge(normal, clauses, (), buyer, ())
        spent = time.process_time() - start
    characters = sum(len(normal.raw) for normal, _, _ in cut) / len(cut)
    print(f"one reply of {characters:.0f} characters: {spent / len(cut) * 1e6:.0f} µs")


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


def main(paths: Sequence[str]) -> None:
    """Prints the figures of `paths`, or of the held-out corpus where there are none."""
    held_out = rows(CORPUS / "pairs_heldout.jsonl")
    for path in map(Path, paths):
        quality(path.name, rows(path))
    if not paths:
        quality("held out", held_out)
        innocent()
        cold()
        graded("held out", rows(CORPUS / "graded_heldout.jsonl"))
    speed(held_out)


if __name__ == "__main__":
    main(sys.argv[1:])
