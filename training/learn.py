"""Fits, calibrates and packs the linear models. Deterministic: sorted features, fixed seed, the same bytes from the same corpus."""

from __future__ import annotations

import marshal
import os
import warnings
from collections import Counter
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from simulator.reading.network import Voice

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int_]
"""Numbers of examples."""

RAREST = 2
"""A feature that fewer lines hold is left out."""
TRAP_WEIGHT = 10.0
"""What a near miss counts as an example against the label it was written as a trap for."""
LABEL_WEIGHT = 3.0
"""What an example for a label counts beside one against it, of which there are fifty times as many."""
TRAP_COST, OTHER_COST = 10.0, 0.3
"""What a false report on a trap, and on a line that may lack the label by oversight, costs when thresholds are chosen."""
MOST_ROUNDS = 50
"""How often a fit goes over all lines: short answers mean this in one place and that in another, and no further round settles it."""
FOLDS = 6
"""Into how many parts the hands are dealt to be judged by a model that saw only the others."""
_SEED = 20160101


@dataclass(frozen=True, slots=True)
class Example:
    """What one line gives the learner. `trap` is the label it was written not to have, `group` what is left out together."""

    features: frozenset[str]
    labels: frozenset[str]
    trap: str | None
    group: str
    unjudged: frozenset[str] = frozenset()
    told: Told | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What a network is told of a line; `also` are its labels of a second kind, None where they are not known."""

    voices: tuple[Voice, ...]
    marks: frozenset[str]
    also: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Examples as matrices: `x` length-normalised rows (examples, features), `y` and `traps` 0/1 (examples, labels)."""

    features: list[str]
    rarity: Array
    x: sp.csr_matrix
    y: Array
    traps: Array
    weights: Array
    labels: tuple[str, ...]
    groups: tuple[str, ...]


def problem_of(examples: Sequence[Example], labels: Sequence[str], kept: Sequence[str] | None = None) -> Problem:
    """Returns the examples as matrices over the features of at least RAREST lines, or over `kept`."""
    counts = Counter(feature for example in examples for feature in example.features)
    features = sorted(kept) if kept is not None else sorted(feature for feature, count in counts.items() if count >= RAREST)
    place = {feature: at for at, feature in enumerate(features)}
    rarity = np.log((1 + len(examples)) / (1 + np.array([counts[feature] for feature in features]))) + 1
    number = {label: at for at, label in enumerate(labels)}
    y = np.zeros((len(examples), len(labels)))
    traps = np.zeros_like(y)
    weights = np.ones_like(y)
    for row, example in enumerate(examples):
        for label in example.labels:
            y[row, number[label]] = 1
        for label in example.unjudged:
            weights[row, number[label]] = 0
        if example.trap in number and example.trap not in example.labels:
            traps[row, number[example.trap]] = 1
    weights[traps > 0] *= TRAP_WEIGHT
    weights[y > 0] *= LABEL_WEIGHT
    columns = [sorted(place[feature] for feature in example.features if feature in place) for example in examples]
    return Problem(features, rarity, _rows(columns, rarity), y, traps, weights, tuple(labels), tuple(example.group for example in examples))


def _rows(columns: Sequence[Sequence[int]], rarity: Array) -> sp.csr_matrix:
    starts = np.concatenate([[0], np.cumsum([len(row) for row in columns])])
    indices = np.array([column for row in columns for column in row], dtype=np.int32)
    matrix = sp.csr_matrix((rarity[indices], indices, starts), shape=(len(columns), len(rarity)))
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(1)).ravel())
    return sp.csr_matrix(sp.diags(1 / np.maximum(lengths, 1e-9)) @ matrix)


def fit(problem: Problem, rows: Rows, cost: float) -> tuple[Array, Array]:
    """Returns weights (labels, features) and biases (labels) of one support vector machine a label, fitted on `rows`."""
    weights = np.zeros((len(problem.labels), len(problem.features)))
    biases = np.full(len(problem.labels), -1.0)
    x = problem.x[rows]

    def learn(at: int) -> None:
        target = problem.y[rows, at]
        if target.any():
            machine = LinearSVC(C=cost, tol=1e-2, max_iter=MOST_ROUNDS, random_state=_SEED)
            machine.fit(x, target, sample_weight=problem.weights[rows, at])
            weights[at], biases[at] = machine.coef_[0], machine.intercept_[0]

    with warnings.catch_warnings(), ThreadPoolExecutor(os.cpu_count()) as threads:  # the labels have nothing to do with each other
        warnings.simplefilter("ignore", ConvergenceWarning)
        list(threads.map(learn, range(len(problem.labels))))
    return weights, biases


def held_out_scores(problem: Problem, cost: float) -> Array:
    """Returns the margin of every example by a model that saw nothing of its group (examples, labels).

    The groups are dealt into FOLDS that are left out one after the other.
    """
    scores = np.zeros_like(problem.y)
    folds = folds_of(problem.groups)
    for fold in range(FOLDS):
        weights, biases = fit(problem, np.flatnonzero(folds != fold), cost)
        out = np.flatnonzero(folds == fold)
        scores[out] = problem.x[out] @ weights.T + biases
    return scores


def folds_of(groups: Sequence[str], always: Collection[str] = (), folds: int = FOLDS) -> Rows:
    """Returns for each example the fold, 0 to `folds` - 1, that its group is dealt to; `folds` for the groups of `always`."""
    dealt = {group: at % folds for at, group in enumerate(sorted(set(groups) - set(always)))}
    return np.array([dealt.get(group, folds) for group in groups])


def calibrate(problem: Problem, scores: Array, lean: float = 0.0) -> tuple[Array, Array, Array]:
    """Returns slopes and offsets that turn a margin into a confidence, and for each label the confidence from which to believe it:
    where F1 is best, `lean` added to the margin.
    """
    slopes, offsets, thresholds = (np.zeros(len(problem.labels)) for _ in range(3))
    for at in range(len(problem.labels)):
        judged = problem.weights[:, at] > 0
        margins, true, traps = scores[judged, at], problem.y[judged, at] > 0, problem.traps[judged, at] > 0
        curve = LogisticRegression(C=10.0).fit(margins[:, None], true)
        slopes[at], offsets[at] = curve.coef_[0, 0], curve.intercept_[0]
        least = _best_threshold(margins, true, traps) + lean
        thresholds[at] = 1 / (1 + np.exp(-(slopes[at] * least + offsets[at])))
    return slopes, offsets, thresholds


def _best_threshold(scores: Array, positive: npt.NDArray[np.bool_], trap: npt.NDArray[np.bool_]) -> float:
    """Returns the margin with the best F1, false reports weighed by where they happen."""
    found = np.sort(scores[positive])
    traps, others = np.sort(scores[trap & ~positive]), np.sort(scores[~trap & ~positive])
    points = np.unique(np.concatenate([found, traps]))
    cuts = (points[1:] + points[:-1]) / 2
    hits = len(found) - np.searchsorted(found, cuts)
    false = TRAP_COST * (len(traps) - np.searchsorted(traps, cuts)) + OTHER_COST * (len(others) - np.searchsorted(others, cuts))
    return float(cuts[np.argmax(2 * hits / (hits + len(found) + false))])


def strongest(problem: Problem, weights: Array, most: int) -> list[str]:
    """Returns the `most` features that can move some label furthest, sorted."""
    pull = np.abs(weights * problem.rarity)
    reach = (pull / np.maximum(pull.max(1, keepdims=True), 1e-9)).max(0)
    best = np.argsort(-reach, kind="stable")[:most]
    return sorted(problem.features[at] for at in best)


def pack(problem: Problem, weights: Array, biases: Array, calibration: tuple[Array, Array, Array]) -> bytes:
    """Returns the file that simulator.reading.model loads: a row a feature of a byte a label and one for the feature's squared length."""
    pull = weights * problem.rarity
    scales = np.maximum(np.abs(pull).max(1), 1e-9) / 127
    squares = float((problem.rarity**2).max() / 255)
    rows = np.empty((len(problem.features), len(problem.labels) + 1), dtype=np.uint8)
    rows[:, :-1] = np.round(pull / scales[:, None]).T + 128
    rows[:, -1] = np.maximum(1, np.round(problem.rarity**2 / squares))
    slopes, offsets, thresholds = calibration
    return packed(
        problem.features,
        rows,
        {
            "labels": problem.labels,
            "scales": _floats(scales),
            "biases": _floats(biases),
            "squares": squares,
            "slopes": _floats(slopes),
            "offsets": _floats(offsets),
            "thresholds": _floats(thresholds),
        },
    )


def shares(problem: Problem, scores: Array, others: Array) -> Array:
    """Returns for each label what the margins `others` count beside `scores` where both together tell it best (labels)."""
    found = np.zeros(len(problem.labels))
    for at in range(len(problem.labels)):
        judged = problem.weights[:, at] > 0
        both = LogisticRegression().fit(np.column_stack([scores[judged, at], others[judged, at]]), problem.y[judged, at] > 0)
        found[at] = max(0.0, both.coef_[0, 1] / both.coef_[0, 0])
    return found


def recalibrated(content: bytes, calibration: tuple[Array, Array, Array], beside: Array) -> bytes:
    """Returns the file of `pack` with another calibration, and what another model counts beside it."""
    stored = marshal.loads(content)
    rows = content[len(content) - stored["count"] * (len(stored["labels"]) + 1) :]
    slopes, offsets, thresholds = map(_floats, calibration)
    numbers = {"slopes": slopes, "offsets": offsets, "thresholds": thresholds, "beside": _floats(beside)}
    return marshal.dumps({**stored, **numbers}, 4) + rows


def save(path: Path, content: bytes) -> None:
    """Puts weights in their place in one step: programs that have the old ones mapped go on with those."""
    part = path.with_suffix(".part")
    part.write_bytes(content)
    part.replace(path)


def packed(features: Sequence[str], rows: npt.NDArray[np.uint8], numbers: dict[str, object]) -> bytes:
    """Returns `numbers` with the features in drawers by their last character, each with the number of its first row, and then the rows."""
    order = sorted(range(len(features)), key=lambda at: (features[at][-1], features[at]))
    drawers: dict[str, tuple[int, str]] = {}
    for number, at in enumerate(order, start=1):
        feature = features[at]
        first, names = drawers.get(feature[-1], (number, ""))
        drawers[feature[-1]] = first, f"{names}\n{feature}" if names else feature
    return marshal.dumps({**numbers, "count": len(order), "drawers": drawers}, 4) + rows[order].tobytes()


def _floats(values: Array) -> list[float]:
    return [round(float(value), 9) for value in values]
