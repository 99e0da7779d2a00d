"""Trains the models that suspect broken rules, a linear one and a network: `python -m training.rules`.

It learns from the judged talks; from labelled replies whose act is what a rule forbids (of those only the rules in question are judged);
from the examples in the rules' own files; and from innocent replies put after the lines of those talks, so that what a buyer asks makes no
reply guilty by itself. Confidences are laid on talks whose hand was left out, so that they are the shares they claim to be; a tenth of
the hands is left out for that, for good.
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

from scoring.kinds.suspected import Suspected
from scoring.proof import Played, play, said
from scoring.rulebook import Rule
from scoring.timeline import timeline
from simulator.reading.model import WEIGHTS, model
from simulator.situation import Situation
from simulator.suspicion import DEEP, features, marks, voices
from simulator.vocabulary import vocabulary
from training import network
from training.corpus import Line, Talk, digest_of, lines_of, talks_of
from training.innocent import ARGUABLE, HELD, innocent_lines, quick_phrases
from training.learn import Array, Example, Problem, Rows, Told, calibrate, fit, folds_of, pack, problem_of, save, strongest
from training.own_examples import digest_of_examples, learnt, rule_files
from training.train import BREAKS

FORBIDDEN = {act: rule for rule, act in BREAKS.items()}
"""Acts that break a rule whatever the context."""
MOST = 50_000
"""How many features the model may hold: what its file may weigh. More of them read unseen hands no better."""
COST = 1.0
TALK_WEIGHT = 2.0
"""What a judged talk counts against a labelled reply."""
OWN_WEIGHT = 6.0
"""What an example in a rule's own file counts beside them: it is to come out as it stands there."""
ONE_HAND_OF = 10
"""Of so many hands one is left out, to lay the confidences on; the models that ship never see it."""
CROSSED = 2
"""After the lines of every so many-th talk an innocent reply is put."""
CROSSED_WEIGHT = 0.5
"""What such a reply counts against a labelled one."""
QUICK = 5
"""Of so many of those one is a quick phrase of a shop."""
REPLIES, OWN = "replies", "own examples"
"""The groups of examples that are never left out."""
_SEED = 20160101


def example(
    situation: Situation,
    labels: frozenset[str],
    trap: str | None,
    group: str,
    unjudged: frozenset[str] = frozenset(),
    acts: frozenset[str] | None = None,
) -> Example:
    """Returns what a message in its situation gives the learners, read exactly as when it is scored."""
    known = marks(situation)
    told = Told(tuple(voices(situation)), frozenset(known), acts)
    return Example(frozenset(features(situation, known)), labels, trap, group, unjudged, told)


def situation_of(turns: Sequence[tuple[str, str]], facts: Mapping[str, Any]) -> Situation:
    """Returns the situation of the last turn of a talk."""
    situation = last_reply(said(turns, facts))
    assert situation is not None
    return situation


def last_reply(played: Played) -> Situation | None:
    """Returns the situation of the agent's last message, None where the talk has no message or ends with something else."""
    moments = [moment for talk in timeline(played).talks for moment in talk.moments]
    last = max(moments, key=lambda moment: moment.event.at, default=None)
    return last.situation if last is not None and last.situation.sender == "agent" else None


def talk_examples(talks: Sequence[Talk], rules: frozenset[str]) -> list[Example]:
    """Returns the examples that judged talks make, grouped by hand: those of one hand are left out together."""
    made = []
    for talk in talks:
        trap = talk.aim if talk.near_miss else None
        made.append(example(situation_of(talk.turns, talk.facts), talk.labels & rules, trap, talk.hand, talk.tolerates & rules))
    return made


def crossed_examples(talks: Sequence[Talk], lines: Sequence[Line]) -> list[Example]:
    """Returns examples of innocent replies, each after what was said before the last turn of a talk: near misses of what that tempts to."""
    chance = random.Random(_SEED)
    replies, phrases = innocent_lines(lines, frozenset(line.hand for line in lines) - HELD), quick_phrases()
    made = []
    for number, talk in enumerate(talks[::CROSSED]):
        reply = chance.choice(replies)
        if number % QUICK == 0:
            text = chance.choice(phrases)
        elif reply.labels.isdisjoint(ARGUABLE.get(talk.aim, ())):
            text = reply.text
        else:
            continue
        made.append(example(situation_of([*talk.turns[:-1], ("agent", text)], talk.facts), frozenset(), talk.aim, talk.hand))
    return made


def line_examples(lines: Sequence[Line], rules: frozenset[str]) -> list[Example]:
    """Returns the examples that labelled replies make; rules that no act stands for are not judged by them."""
    unjudged = rules - frozenset(FORBIDDEN.values())
    made = []
    for line in lines:
        turns = [*([("buyer", line.buyer)] if line.buyer else []), ("agent", line.text)]
        broken = frozenset(FORBIDDEN[act] for act in line.labels if act in FORBIDDEN)
        trap = FORBIDDEN.get(line.aim) if line.near_miss else None
        made.append(example(situation_of(turns, {}), broken, trap, REPLIES, unjudged, line.labels))
    return made


def rule_examples(rules: Sequence[Rule], known: frozenset[str]) -> list[Example]:
    """Returns what the examples in the rules' own files teach, each of its own rule alone."""
    made = []
    for rule in rules:
        for broken, talk in learnt(rule):
            situation = last_reply(play(talk))
            if situation is not None and rule.id in known:
                found = frozenset({rule.id}) if broken else frozenset[str]()
                made.append(example(situation, found, None if broken else rule.id, OWN, known - {rule.id}))
    return made


def judgeable(problem: Problem, rows: Rows, talks: Sequence[Talk], rules: Sequence[Rule]) -> Problem:
    """Returns the problem of those rows, which are of `talks`; a rule that a talk cannot break weighs nothing there, as no confidence
    means anything."""
    known = {rule.id: rule.keys for rule in rules if isinstance(rule.keys, Suspected)}
    weights = problem.weights[rows]
    for row, talk in enumerate(talks):
        situation = situation_of(talk.turns, talk.facts)
        weights[row] *= [label not in known or known[label].applies(situation) for label in problem.labels]
    return replace(problem, y=problem.y[rows], traps=problem.traps[rows], weights=weights)


def told_of(example: Example) -> Told:
    """Returns what a network is told of an example; all examples of this module have it."""
    assert example.told is not None
    return example.told


def figures(judged: Problem, scores: Array, calibration: tuple[Array, Array, Array], rules: Sequence[Rule]) -> dict[str, Any]:
    """Returns how the judged talks fare with models that saw nothing of their hand, all together and rule by rule."""
    slopes, offsets, _ = calibration
    sure = {rule.id: rule.keys.sure for rule in rules if isinstance(rule.keys, Suspected)}
    least = np.array([sure.get(label, 1.0) for label in judged.labels])
    said = (1 / (1 + np.exp(-(scores * slopes + offsets))) >= least) & (judged.weights > 0)
    true = judged.y > 0
    guilty = true.any(1)
    return {
        "exact": round(float((said & true).sum() / true.sum()), 4),
        "caught": round(float(said[guilty].any(1).mean()), 4),
        "false_alarms": round(float(said[~guilty].any(1).mean()), 4),
        "rules": {
            label: [int((said & true)[:, at].sum()), int(true[:, at].sum()), int((said & ~true)[:, at].sum())]
            for at, label in enumerate(judged.labels)
        },
    }


def main() -> None:
    """Writes the weights, and beside them what they come from."""
    talks, lines = talks_of(), lines_of("acts")
    own = rule_files()
    rules = frozenset(rule.id for rule in own) & frozenset(rule for talk in talks for rule in talk.labels)
    told, crossed = talk_examples(talks, rules), crossed_examples(talks, lines)
    examples = [*told, *crossed, *line_examples(lines, rules), *rule_examples(own, rules)]

    def problem(kept: Sequence[str] | None = None) -> Problem:
        made = problem_of(examples, sorted(rules), kept)
        made.weights[: len(told)] *= TALK_WEIGHT
        made.weights[len(told) : len(told) + len(crossed)] *= CROSSED_WEIGHT
        made.weights[[group == OWN for group in made.groups]] *= OWN_WEIGHT
        return made

    whole = problem()
    folds = folds_of(whole.groups, (REPLIES, OWN), ONE_HAND_OF)
    others, left_out = np.flatnonzero(folds != 0), np.flatnonzero(folds[: len(told)] == 0)
    small = problem(strongest(whole, fit(whole, others, COST)[0], MOST))
    wordings, biases = fit(small, others, COST)
    net = network.fit([told_of(examples[row]) for row in others], small.y[others], small.weights[others], small.labels)
    heard = network.margins_of(net, [told_of(examples[row]) for row in left_out])
    scores = np.asarray(small.x[left_out] @ wordings.T + biases) + DEEP * heard
    judged = judgeable(small, left_out, [talks[row] for row in left_out], own)
    calibration = calibrate(judged, scores)
    packed = {"rules.bin": pack(small, wordings, biases, calibration), "rules_network.bin": network.pack(net)}
    for name, content in packed.items():
        save(Path(WEIGHTS) / name, content)
    model.cache_clear()
    record_file = Path(WEIGHTS) / "trained.json"
    record = json.loads(record_file.read_text("utf-8")) if record_file.exists() else {}
    record["rules"] = {
        "corpus": digest_of(["acts", "compliance"]),
        "own_examples": digest_of_examples(own),
        "weights": {name: hashlib.sha256(content).hexdigest() for name, content in packed.items()},
        "examples": len(examples),
        "features": len(small.features),
        "held_out": figures(judged, scores, calibration, own),
    }
    record_file.write_text(json.dumps(record, indent=2, sort_keys=True) + "\n", "utf-8")
    print({name: value for name, value in record["rules"]["held_out"].items() if name != "rules"}, file=sys.stderr)


if __name__ == "__main__":
    assert vocabulary()
    main()
