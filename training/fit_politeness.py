"""Fits the tone weights of simulator/reading/tone.py from corpus/politeness: `python -m training.fit_politeness`. Deterministic.

Each pair says its better reply reads warmer than its worse one; each graded reply reads warmer than those of a lower grade. A logistic
regression on the differences gives every run of characters a weight, rounded to tenths of a point. Held-out files are never read.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression

from simulator.reading.clauses import clauses_of
from simulator.reading.normal import normalise
from simulator.reading.tone import FEWEST, WEIGHTS, grams

CORPUS = Path(__file__).parent.parent / "corpus" / "politeness"
HANDS = (
    "pairs",
    "pairs_more",
    "pairs_contrast",
    "pairs_terse",
    "pairs_everyday",
    "pairs_online",
    "pairs_sober",
    "pairs_formal",
    "pairs_southern",
    "pairs_hollow",
)
SEED = 20
GRADED_PAIRS = 6_000
GRADED_WEIGHT = 0.03
"""Of a pair drawn from graded replies, beside a written pair."""
SEEN_AT_LEAST = 2
EDGES = ("^", "$")
"""There in every clause: their weight would be one for length."""
STRENGTH = 4.0
"""Inverse of the regularisation; small keeps every single run of characters weak."""
SCALE = 105
"""Tenths of a point for one unit of the regression."""


def rows(name: str) -> list[dict[str, Any]]:
    """Returns the lines of one corpus file."""
    return [json.loads(line) for line in (CORPUS / f"{name}.jsonl").read_text("utf-8").splitlines()]


def counted(text: str) -> dict[str, float]:
    """Returns what each run of characters of `text` counts, as tone() adds them up."""
    runs = {gram for clause in clauses_of(normalise(text)) for gram in grams(clause.text)}
    return dict.fromkeys(runs, 1 / sqrt(max(len(runs), FEWEST)))


def fit(pairs: Sequence[dict[str, Any]], graded: Sequence[dict[str, Any]]) -> dict[str, int]:
    """Returns run of characters -> weight in tenths of a point."""
    draw = random.Random(SEED)
    wanted: list[tuple[str, str, float]] = [(pair["better"], pair["worse"], 1.0) for pair in pairs]
    for _ in range(GRADED_PAIRS):
        left, right = draw.sample(list(graded), 2)
        if left["grade"] != right["grade"]:
            high, low = (left, right) if left["grade"] > right["grade"] else (right, left)
            wanted.append((high["text"], low["text"], GRADED_WEIGHT))
    texts = sorted({text for better, worse, _ in wanted for text in (better, worse)})
    counts = {text: counted(text) for text in texts}
    seen = Counter(gram for count in counts.values() for gram in count)
    kept = sorted(gram for gram, times in seen.items() if times >= SEEN_AT_LEAST and gram not in EDGES)
    known = {gram: at for at, gram in enumerate(kept)}
    better, worse = (_matrix([counts[text] for text in side], known) for side in ([row[0] for row in wanted], [row[1] for row in wanted]))
    difference = better - worse
    model = LogisticRegression(C=STRENGTH, fit_intercept=False, max_iter=1000)
    weight = np.array([row[2] for row in wanted])
    sides = np.r_[np.ones(len(wanted)), -np.ones(len(wanted))]
    model.fit(vstack([difference, -difference]), sides, sample_weight=np.r_[weight, weight])
    points = np.round(model.coef_[0] * SCALE).astype(int)
    return {gram: int(points[at]) for gram, at in known.items() if points[at]}


def _matrix(counts: Sequence[dict[str, float]], known: dict[str, int]) -> Any:
    cells = [(row, known[gram], times) for row, count in enumerate(counts) for gram, times in count.items() if gram in known]
    where = ([row for row, _, _ in cells], [column for _, column, _ in cells])
    return csr_matrix(([times for _, _, times in cells], where), shape=(len(counts), len(known)), dtype=float)


def written(weights: dict[str, int]) -> str:
    """Returns the weights file: one weight a line, then all that weigh it."""
    by_weight: dict[int, list[str]] = {}
    for gram, weight in weights.items():
        by_weight.setdefault(weight, []).append(gram)
    lines: Iterable[str] = (f"{weight} {' '.join(sorted(by_weight[weight]))}" for weight in sorted(by_weight))
    return "# Tone of a message in tenths of a point; written by training/fit_politeness.py, not by hand.\n" + "\n".join(lines) + "\n"


if __name__ == "__main__":
    Path(WEIGHTS).write_text(written(fit([pair for hand in HANDS for pair in rows(hand)], rows("graded"))), "utf-8")
