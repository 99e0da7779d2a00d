"""Trains the model that suspects broken rules: `python -m training.rules [--held-out FILE]`.

It learns from the judged talks; from labelled replies whose act is what a rule forbids (of those only the rules in question are judged);
and from innocent replies put after the lines of those talks, so that what a buyer asks makes no reply guilty by itself.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from scoring.proof import Played
from scoring.timeline import timeline
from simulator.events import MessageSent, SessionStarted
from simulator.reading.model import WEIGHTS, model
from simulator.suspicion import _facts as facts_told
from simulator.suspicion import features
from simulator.vocabulary import vocabulary
from training.corpus import Line, Talk, digest_of, lines_of, talks_of
from training.innocent import ARGUABLE, HELD, innocent_lines
from training.learn import Array, Example, Problem, calibrate, fit, pack, problem_of, strongest

FORBIDDEN: Mapping[str, str] = {
    "give_contact": "contact_exchanged",
    "go_off_platform": "off_platform_payment",
    "give_link_out": "external_link",
    "agree_pickup": "self_pickup_agreed",
    "pay_for_review": "review_bought",
    "insult": "insulted",
    "refuse_invoice": "invoice_refused",
    "grant_false_invoice": "invoice_false",
    "disclose_order": "info_leaked",
    "promise_arrival": "arrival_promised",
    "belittle_competitor": "competitor_belittled",
    "absolute_claim": "absolute_claim",
    "unsure": "unsure_answer",
    "threaten": "buyer_threatened",
}
"""Acts that break a rule whatever the context."""
MOST = 50_000
COST = 1.0
TALK_WEIGHT = 2.0
"""What a judged talk counts against a labelled reply."""
CROSSED = 2
"""Innocent replies put after the lines of each talk."""
BELIEVED = 0.6
"""The confidence at which a suspicion is believed (`hint: ">= 0.6"` in a rule); each rule's margins are laid so that it falls there."""
MOST_WRONG, MOST_WRONG_CROSSED = 0.001, 0.0002
"""Shares of the talks that keep a rule, and of the crossed ones, that its suspicion may be believed of where their hand was left out."""
_SEED = 20160101


def example(turns: Sequence[tuple[str, str]], facts: Mapping[str, Any]) -> frozenset[str]:
    """Returns the features of the last turn of a talk, found exactly as when it is scored."""
    events = [MessageSent(20.0 * (at + 1), "buyer" if who == "buyer" else "agent", text, "c1") for at, (who, text) in enumerate(turns)]
    situation = timeline(Played(SessionStarted("talk", facts=facts), events, ())).talks[0].moments[-1].situation
    assert situation.reading is not None
    earlier = [past.reading.text for past in situation.earlier[-3 - len(situation.buyer) :] if past.reading is not None]
    told = tuple(sorted(facts_told(situation.facts)))
    return frozenset(features(situation.reading, situation.buyer, tuple(earlier), situation.open_asks, told))


def talk_examples(talks: Sequence[Talk]) -> list[Example]:
    """Returns the examples that judged talks make, grouped by hand: those of one hand are left out together."""
    return [
        Example(example(talk.turns, talk.facts), talk.labels, talk.aim if talk.near_miss else None, talk.hand, talk.tolerates)
        for talk in talks
    ]


def crossed_examples(talks: Sequence[Talk], lines: Sequence[Line]) -> list[Example]:
    """Returns examples of innocent replies, each after what was said before the last turn of a talk."""
    chance = random.Random(_SEED)
    replies = innocent_lines(lines, frozenset(line.hand for line in lines) - HELD)
    return [
        Example(example([*talk.turns[:-1], ("agent", reply.text)], talk.facts), frozenset(), None, talk.hand)
        for talk in talks
        for reply in chance.sample(replies, CROSSED)
        if reply.labels.isdisjoint(ARGUABLE.get(talk.aim, ()))
    ]


def line_examples(lines: Sequence[Line], rules: frozenset[str]) -> list[Example]:
    """Returns the examples that labelled replies make; rules that no act stands for are not judged by them."""
    unjudged = rules - frozenset(FORBIDDEN.values())
    made = []
    for line in lines:
        turns = [*([("buyer", line.buyer)] if line.buyer else []), ("agent", line.text)]
        broken = frozenset(FORBIDDEN[act] for act in line.labels if act in FORBIDDEN)
        trap = FORBIDDEN.get(line.aim) if line.near_miss else None
        made.append(Example(example(turns, {}), broken, trap, "replies", unjudged))
    return made


def held_out(problem: Problem, judged: int) -> Array:
    """Returns the margins of the first `judged` examples by models that saw nothing of their hand."""
    scores = np.zeros((judged, len(problem.labels)))
    groups = np.array(problem.groups)
    for group in sorted(set(problem.groups[:judged])):
        out = np.flatnonzero(groups[:judged] == group)
        weights, biases = fit(problem, np.flatnonzero(groups != group), COST)
        scores[out] = problem.x[out] @ weights.T + biases
    return scores


def believed(judged: Problem, scores: Array, talks: int) -> tuple[Array, Array, Array]:
    """Returns slopes and offsets by which BELIEVED is the confidence that innocents do not reach, and that confidence for every label."""
    slopes, offsets, _ = calibrate(judged, scores)
    for at in range(len(judged.labels)):
        keeps = (judged.weights[:, at] > 0) & (judged.y[:, at] == 0)
        margins = scores[:, at]
        least = max(_reached(margins[:talks][keeps[:talks]], MOST_WRONG), _reached(margins[talks:], MOST_WRONG_CROSSED))
        offsets[at] = np.log(BELIEVED / (1 - BELIEVED)) - slopes[at] * least
    return slopes, offsets, np.full(len(judged.labels), BELIEVED)


def _reached(margins: Array, share: float) -> float:
    """Returns the margin that just this share of `margins` is above."""
    return float(np.quantile(margins, 1 - share))


def main(argv: Sequence[str]) -> None:
    """Writes the weights; with --held-out FILE also the held-out confidences of the corpus' talks, one JSON object a line."""
    rules = frozenset(rule for talk in talks_of() for rule in talk.labels)
    labels = sorted(rules)
    talks = talks_of()
    lines = lines_of("acts")
    told = talk_examples(talks) + crossed_examples(talks, lines)
    examples = told + line_examples(lines, rules)
    whole = problem_of(examples, labels)
    whole.weights[: len(talks)] *= TALK_WEIGHT
    everything = np.arange(len(examples))
    kept = strongest(whole, fit(whole, everything, COST)[0], MOST)
    problem = problem_of(examples, labels, kept)
    problem.weights[: len(talks)] *= TALK_WEIGHT
    scores = held_out(problem, len(told))
    judged = replace(problem, y=problem.y[: len(told)], traps=problem.traps[: len(told)], weights=problem.weights[: len(told)])
    calibration = believed(judged, scores, len(talks))
    packed = pack(problem, *fit(problem, everything, COST), calibration)
    (Path(WEIGHTS) / "rules.bin").write_bytes(packed)
    model.cache_clear()
    record_file = Path(WEIGHTS) / "trained.json"
    record = json.loads(record_file.read_text("utf-8")) if record_file.exists() else {}
    record["rules"] = {
        "corpus": digest_of(["acts", "compliance"]),
        "weights": hashlib.sha256(packed).hexdigest(),
        "examples": len(examples),
        "features": len(kept),
    }
    record_file.write_text(json.dumps(record, indent=2, sort_keys=True) + "\n", "utf-8")
    if len(argv) == 2 and argv[0] == "--held-out":
        slopes, offsets, _ = calibration
        sure = 1 / (1 + np.exp(-(scores[: len(talks)] * slopes + offsets)))
        rows = (
            json.dumps({"id": talk.id, "hints": {rule: round(float(row[at]), 3) for at, rule in enumerate(labels) if row[at] >= 0.03}})
            for talk, row in zip(talks, sure, strict=True)
        )
        Path(argv[1]).write_text("\n".join(rows) + "\n", "utf-8")


if __name__ == "__main__":
    assert vocabulary()
    main(sys.argv[1:])
