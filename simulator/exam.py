"""A graded exam as a definition, which talks an attempt draws, and the verdict over their scorecards. Pure; attempts live in `attempt`."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field

from scoring.scorecard import DIMENSIONS, Scorecard, Text
from simulator.fields import Context, Id, Int, Model, Named, Seconds, validated
from simulator.problems import Problems, did_you_mean
from simulator.scenario import Percent, Weights
from simulator.vocabulary import Vocabulary
from simulator.words import pick
from simulator.yamlfile import Document


class Pool(Model):
    """Scenarios of which an attempt gets one."""

    choices: Annotated[tuple[Id, ...], Field(min_length=1)] = Field(alias="from")


class Exam(Model):
    """One exam. `pass` and `floors` are in whole marks of the mean over its talks; `limit` is for the whole exam."""

    format: Literal[1]
    exam: Id
    name: Named
    about: Named
    draws: Annotated[tuple[Pool, ...], Field(min_length=1)]
    pass_mark: Percent = Field(default=80, alias="pass")
    floors: Weights = Field(default_factory=Weights)
    limit: Seconds = 2700.0
    attempts: Annotated[Int, Field(ge=1)] | None = None
    """How many attempts one trainee has; None: as many as it likes."""


def read_exam(document: Document, words: Vocabulary, problems: Problems) -> Exam | None:
    """Returns the exam in `document`, or None after every problem with it was put into `problems`."""
    return validated(Exam, document, problems, Context(words))


def exam_references(exam: Exam, scenarios: Mapping[str, Any], document: Document, problems: Problems) -> bool:
    """Returns whether every scenario that the exam may draw is there; reports those that are not, and pools too small to differ."""
    before = len(problems)
    for number, pool in enumerate(exam.draws):
        for index, name in enumerate(pool.choices):
            if name not in scenarios:
                mark = document.mark(("draws", number, "from", index))
                problems.add(mark, "E01", f"there is no scenario {name!r}", did_you_mean(name, scenarios))
    names = {name for pool in exam.draws for name in pool.choices}
    if len(names) < len(exam.draws):
        problems.add(document.mark(("draws",)), "E02", f"{len(exam.draws)} talks are drawn from {len(names)} scenarios", "add scenarios")
    return len(problems) == before


def draw(exam: Exam, seed: int, seen: Sequence[str] = ()) -> tuple[str, ...]:
    """Returns one scenario id for each pool, no scenario twice while others are left, those not in `seen` before those that are."""
    chance = random.Random(f"{exam.exam}:{seed}")
    drawn: list[str] = []
    for pool in exam.draws:
        left = [name for name in pool.choices if name not in drawn] or list(pool.choices)
        fresh = [name for name in left if name not in seen] or left
        drawn.append(chance.choice(fresh))
    return tuple(drawn)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of an attempt. Marks in tenths; a dimension that no talk assessed is None. `reasons` say why it was not passed."""

    passed: bool
    total: int | None
    scores: Mapping[str, int | None]
    fatal: tuple[str, ...]
    reasons: tuple[Text, ...]


def verdict(exam: Exam, cards: Sequence[Scorecard]) -> Verdict:
    """Returns the verdict over the scorecards of all talks: the mean of their totals against the pass mark, each dimension's mean
    against its floor, and no fatal rule broken for sure. A talk that was never held counts as a reason, not as a mark.
    """
    totals = [card.total for card in cards if card.total is not None]
    total = _mean(totals)
    scores = {dimension: _mean([mark for card in cards if (mark := card.scores.get(dimension)) is not None]) for dimension in DIMENSIONS}
    fatal = tuple(dict.fromkeys(f.rule for card in cards for f in card.findings if f.fatal and not f.unsure))
    reasons: list[Text] = []
    if len(totals) < len(exam.draws):
        held, wanted = len(totals), len(exam.draws)
        reasons.append({"zh": f"{wanted} 段对话只完成了 {held} 段", "en": f"{held} of {wanted} talks were held"})
    if total is not None and total < exam.pass_mark * 10:
        marks, wanted = f"{total / 10:g}", exam.pass_mark
        reasons.append({"zh": f"总分 {marks}，合格线 {wanted}", "en": f"total {marks}, the pass mark is {wanted}"})
    for dimension, mark in scores.items():
        floor = getattr(exam.floors, dimension)
        if floor is not None and mark is not None and mark < floor * 10:
            name = _NAMES[dimension]
            reasons.append({"zh": f"{name} {mark / 10:g}，最低要求 {floor}", "en": f"{dimension} {mark / 10:g}, the floor is {floor}"})
    names = {f.rule: f.name or f.rule for card in cards for f in card.findings}
    reasons += [
        {"zh": f"触犯红线：{pick(names[rule], 'zh')}", "en": f"a fatal rule was broken: {pick(names[rule], 'en')}"} for rule in fatal
    ]
    return Verdict(not reasons, total, scores, fatal, tuple(reasons))


_NAMES = {"timeliness": "时效", "politeness": "礼貌", "compliance": "合规", "outcome": "成效"}


def _mean(marks: Sequence[int]) -> int | None:
    """Returns the mean in whole tenths, halves up; None of nothing."""
    return (2 * sum(marks) + len(marks)) // (2 * len(marks)) if marks else None
