"""Trains the models of the reading from the corpus in this repository: `python -m training.train [acts|asks|rules ...]`."""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from simulator import reading
from simulator.reading.combine import seen
from simulator.reading.model import WEIGHTS, model
from simulator.vocabulary import vocabulary
from training.corpus import NOT_FOR_ACTS, Family, Line, digest_of, lines_of, talks_of
from training.learn import Array, Example, Problem, calibrate, fit, held_out_scores, pack, problem_of, save, strongest

BREAKS: Mapping[str, str] = {
    "absolute_claim": "absolute_claim",
    "arrival_promised": "promise_arrival",
    "buyer_threatened": "threaten",
    "competitor_belittled": "belittle_competitor",
    "contact_exchanged": "give_contact",
    "external_link": "give_link_out",
    "info_leaked": "disclose_order",
    "insulted": "insult",
    "invoice_false": "grant_false_invoice",
    "invoice_refused": "refuse_invoice",
    "off_platform_payment": "go_off_platform",
    "review_bought": "pay_for_review",
    "self_pickup_agreed": "agree_pickup",
    "unsure_answer": "unsure",
}
"""Rules that are broken by one act: a talk written as innocent of the rule is a trap for the act. No other act of a talk is judged."""

MOST = {"acts": 80_000, "asks": 20_000}
"""How many features a model may hold: what its file may weigh, and how long it takes to load."""
SOURCES: Mapping[str, Sequence[Family]] = {"acts": ("acts", "compliance"), "asks": ("asks",)}
COST = 1.0
LEAN = -0.1
"""What is added to the margin a label needs: the folds leave out a part of what is known, so they ask too much."""


def line_example(line: Line, sender: str) -> Example:
    """Returns the example that a labelled line makes, prepared exactly as when it is read."""
    features = seen(reading.prepare(line.text, sender, line.buyer))
    return Example(frozenset(features), line.labels, line.aim if line.near_miss else None, line.hand)


def line_examples(family: Literal["acts", "asks"]) -> tuple[list[Example], list[str]]:
    """Returns the examples of a family and its labels."""
    known = vocabulary()
    labels = sorted(known.acts if family == "acts" else known.asks)
    sender = "agent" if family == "acts" else "buyer"
    return [line_example(line, sender) for line in lines_of(family, without=NOT_FOR_ACTS)], labels


def talk_examples(labels: Sequence[str]) -> list[Example]:
    """Returns what the judged talks teach about the one act that each was written to show or to lack."""
    made = []
    for talk in talks_of(without=NOT_FOR_ACTS):
        act = BREAKS.get(talk.aim)
        if act is None or talk.aim in talk.tolerates:
            continue
        buyer = next((text for who, text in reversed(talk.turns) if who == "buyer"), "")
        features = frozenset(seen(reading.prepare(talk.turns[-1][1], "agent", buyer)))
        broken = talk.aim in talk.labels
        found = frozenset({act}) if broken else frozenset[str]()
        made.append(Example(features, found, None if broken else act, talk.hand, frozenset(labels) - {act}))
    return made


def train(family: str, examples: Sequence[Example], labels: Sequence[str]) -> dict[str, object]:
    """Writes the family's weights and returns their record: what they are and what leaving hands out gave."""
    whole = problem_of(examples, labels)
    everything = np.arange(len(examples))
    kept = strongest(whole, fit(whole, everything, COST)[0], MOST[family])
    problem = problem_of(examples, labels, kept)
    scores = held_out_scores(problem, COST)
    calibration = calibrate(problem, scores, LEAN)
    weights, biases = fit(problem, everything, COST)
    packed = pack(problem, weights, biases, calibration)
    Path(WEIGHTS).mkdir(exist_ok=True)
    save(Path(WEIGHTS) / f"{family}.bin", packed)
    model.cache_clear()
    return {
        "weights": {f"{family}.bin": hashlib.sha256(packed).hexdigest()},
        "examples": len(examples),
        "features": len(kept),
        "held_out": figures(problem, scores, calibration),
    }


def figures(problem: Problem, scores: Array, calibration: tuple[Array, Array, Array]) -> dict[str, float]:
    """Returns macro-F1 and the share of traps hit when each group is read by a model that never saw it."""
    slopes, offsets, thresholds = calibration
    said = 1 / (1 + np.exp(-(scores * slopes + offsets))) >= thresholds
    true, traps = problem.y > 0, problem.traps > 0
    hit, missed, false = ((said & true).sum(0), (~said & true).sum(0), (said & traps & ~true).sum(0))
    f1 = 2 * hit / np.maximum(2 * hit + missed + false, 1)
    return {
        "macro_f1": round(float(f1[true.any(0)].mean()), 4),
        "recall": round(float(hit.sum() / true.sum()), 4),
        "traps_hit": round(float(false.sum() / max(1, traps.sum())), 4),
    }


def main(wanted: Sequence[str]) -> None:
    """Trains the families named, all where none is, and writes beside the weights what they come from."""
    record_file = Path(WEIGHTS) / "trained.json"
    for family in ("asks", "acts"):  # the acts learn from what the buyer is read to ask, so the asks come first
        if not wanted or family in wanted:
            began = time.perf_counter()
            sources = SOURCES[family]
            digest = digest_of(sources, without=NOT_FOR_ACTS)  # before reading: somebody may be writing
            examples, labels = line_examples(family)
            if family == "acts":
                examples += talk_examples(labels)
            made = {"sources": list(sources), "corpus": digest, **train(family, examples, labels)}
            record = json.loads(record_file.read_text("utf-8")) if record_file.exists() else {}  # somebody may have trained others
            record_file.write_text(json.dumps({**record, family: made}, indent=2, sort_keys=True) + "\n", "utf-8")
            print(f"{family}: {made['held_out']} in {time.perf_counter() - began:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
