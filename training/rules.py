"""Trains the models that suspect broken rules, a linear one and networks: `python -m training.rules [STEP ...]`.

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
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import chain, compress
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from scoring.kinds.suspected import Suspected
from scoring.proof import Played, play, said
from scoring.rulebook import Rule
from scoring.timeline import timeline
from simulator.problems import did_you_mean
from simulator.reading.model import WEIGHTS, Model
from simulator.reading.network import MEMBERS, Ensemble, Network, file_of
from simulator.situation import Situation
from simulator.suspicion import features, marks, voices
from simulator.vocabulary import vocabulary
from training import network
from training.corpus import Line, Talk, digest_of, lines_of, talks_of
from training.innocent import ARGUABLE, HELD, innocent_lines, quick_phrases
from training.learn import (
    Array,
    Example,
    Problem,
    Rows,
    Told,
    calibrate,
    fit,
    folds_of,
    pack,
    problem_of,
    recalibrated,
    save,
    shares,
    strongest,
)
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
HEAVIEST, HEAVIEST_OWN = 10.0, 30.0
"""What an example counts at most for a network, and one in a rule's own file: where near misses outweigh everything, confidences say
less."""
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
CHUNK = 2_000
"""So many talks or replies one core takes at a time."""
STEPS = ("linear", *(f"network{number}" for number in MEMBERS), "confidences")
"""What is done one after the other; each takes minutes and can be done alone."""
LINEAR = Path(WEIGHTS) / "rules.bin"
_SEED = 20160101
Part = TypeVar("Part")


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


def crossed_talks(talks: Sequence[Talk], lines: Sequence[Line]) -> list[Talk]:
    """Returns talks that end with an innocent reply, each after what was said before the last turn of another: near misses of what that
    tempts to."""
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
        innocent = frozenset[str]()
        made.append(replace(talk, turns=(*talk.turns[:-1], ("agent", text)), labels=innocent, tolerates=innocent, near_miss=True))
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


def made_on_all_cores(make: Callable[[Sequence[Part]], list[Example]], parts: Sequence[Part]) -> list[Example]:
    """Returns the examples that `make` makes of the parts, in their order."""
    chunks = [parts[at : at + CHUNK] for at in range(0, len(parts), CHUNK)]
    with ProcessPoolExecutor() as cores:
        return list(chain.from_iterable(cores.map(make, chunks)))


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


def judgeable(problem: Problem, talks: Sequence[Talk], rules: Sequence[Rule]) -> Problem:
    """Returns a problem whose rows are of `talks`; a rule that a talk cannot break weighs nothing there, as no confidence means
    anything."""
    known = {rule.id: rule.keys for rule in rules if isinstance(rule.keys, Suspected)}
    weights = problem.weights.copy()
    for row, talk in enumerate(talks):
        situation = situation_of(talk.turns, talk.facts)
        weights[row] *= [label not in known or known[label].applies(situation) for label in problem.labels]
    return replace(problem, weights=weights)


def network_file(number: int) -> Path:
    """Returns where a network of the rules lies."""
    return Path(file_of("rules", number))


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


def rules_in(talks: Sequence[Talk], own: Sequence[Rule]) -> frozenset[str]:
    """Returns the rules that are learnt: those with a file of their own that some talk breaks."""
    return frozenset(rule.id for rule in own) & frozenset(rule for talk in talks for rule in talk.labels)


def left_out_of(talks: Sequence[Talk]) -> list[bool]:
    """Returns for each talk whether it only tests: one hand of ONE_HAND_OF is left out."""
    return [fold == 0 for fold in folds_of([talk.hand for talk in talks], folds=ONE_HAND_OF)]


@dataclass(frozen=True, slots=True)
class Lesson:
    """All examples there are: those of talks, then `crossed` ones, then others. `teaching` are the numbers of those that teach."""

    rules: Sequence[str]
    examples: Sequence[Example]
    talks: int
    crossed: int
    teaching: Rows

    @classmethod
    def prepared(cls) -> Lesson:
        """Returns what the corpus and the rules' files teach."""
        talks, lines, own = talks_of(), lines_of("acts"), rule_files()
        rules = rules_in(talks, own)
        crossed = crossed_talks(talks, lines)
        judged = made_on_all_cores(partial(talk_examples, rules=rules), [*talks, *crossed])
        labelled = made_on_all_cores(partial(line_examples, rules=rules), lines)
        examples = [*judged, *labelled, *rule_examples(own, rules)]
        left_out = {talk.hand for talk in compress(talks, left_out_of(talks))}
        teaching = np.flatnonzero([example.group not in left_out for example in examples])
        return cls(sorted(rules), examples, len(talks), len(crossed), teaching)

    def problem(self, kept: Sequence[str] | None = None) -> Problem:
        """Returns the examples as matrices, weighed by where they come from."""
        made = problem_of(self.examples, self.rules, kept)
        made.weights[: self.talks] *= TALK_WEIGHT
        made.weights[self.talks : self.talks + self.crossed] *= CROSSED_WEIGHT
        made.weights[[group == OWN for group in made.groups]] *= OWN_WEIGHT
        return made


def teach_linear(lesson: Lesson) -> None:
    """Fits and saves the linear model, its confidences still to be laid."""
    whole = lesson.problem()
    small = lesson.problem(strongest(whole, fit(whole, lesson.teaching, COST)[0], MOST))
    wordings, biases = fit(small, lesson.teaching, COST)
    plain = np.ones(len(small.labels)), np.zeros(len(small.labels)), np.full(len(small.labels), 0.5)
    save(LINEAR, recalibrated(pack(small, wordings, biases, plain), plain, np.zeros(len(small.labels))))


def teach_network(lesson: Lesson, number: int) -> None:
    """Fits and saves one of the networks."""
    problem, teaching = lesson.problem([]), lesson.teaching
    told = [told_of(lesson.examples[row]) for row in teaching]
    own = np.array([lesson.examples[row].group == OWN for row in teaching])
    weights = np.minimum(problem.weights[teaching], np.where(own, HEAVIEST_OWN, HEAVIEST)[:, None])
    trained = network.fit(told, problem.y[teaching], weights, problem.labels, number)
    save(network_file(number), network.pack(trained))


def lay_confidences() -> dict[str, Any]:
    """Lays the confidences on what the models, as they ship, make of the talks that were left out; returns how those fare."""
    linear, deep = Model(LINEAR.read_bytes()), Ensemble([Network(network_file(number).read_bytes()) for number in MEMBERS])
    everything, own = talks_of(), rule_files()
    talks = list(compress(everything, left_out_of(everything)))
    examples = talk_examples(talks, frozenset(linear.labels))
    worded = np.array([linear.margins(example.features) for example in examples])
    sensed = np.array([deep.margins(told.voices, told.marks) for told in map(told_of, examples)])
    judged = judgeable(problem_of(examples, linear.labels, []), talks, own)
    beside = shares(judged, worded, sensed)
    scores = worded + beside * sensed
    calibration = calibrate(judged, scores)
    save(LINEAR, recalibrated(LINEAR.read_bytes(), calibration, beside))
    return figures(judged, scores, calibration, own)


def main(wanted: Sequence[str]) -> None:
    """Takes the steps named, all where none is, and writes beside the weights what each of them learnt from."""
    if unknown := [step for step in wanted if step not in STEPS]:
        sys.exit(f"there is no step {unknown[0]!r}: {did_you_mean(unknown[0], STEPS)}")
    learnt = {"corpus": digest_of(["acts", "compliance"]), "own_examples": digest_of_examples(rule_files())}
    lesson = cache(Lesson.prepared)  # confidences alone need none
    record_file = Path(WEIGHTS) / "trained.json"
    for step in [step for step in STEPS if not wanted or step in wanted]:
        record = json.loads(record_file.read_text("utf-8")) if record_file.exists() else {}
        made = record.setdefault("rules", {})
        if step == "confidences":
            made["held_out"] = lay_confidences()
            print({name: value for name, value in made["held_out"].items() if name != "rules"}, file=sys.stderr)
        elif step == "linear":
            teach_linear(lesson())
        else:
            teach_network(lesson(), int(step.removeprefix("network")))
        files = [path for path in (LINEAR, *map(network_file, MEMBERS)) if path.exists()]
        made["weights"] = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
        made.setdefault("learnt", {})[step] = learnt
        record_file.write_text(json.dumps(record, indent=2, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    assert vocabulary()
    main(sys.argv[1:])
