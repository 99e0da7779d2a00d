"""Exams: draws depend on the seed alone, verdicts on marks, floors and fatal rules."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scoring.scorecard import GENERAL, Finding, Metrics, Scorecard
from simulator.exam import Exam, draw, exam_references, read_exam, verdict
from simulator.problems import Problems
from simulator.vocabulary import vocabulary
from simulator.yamlfile import parse

TEXT = """\
format: 1
exam: entry
name: 上岗考核
about: 三段对话
draws:
  - {from: [a1, a2]}
  - {from: [b1, b2, a1]}
  - {from: [c1]}
pass: 80
floors: {compliance: 60}
limit: 45m
attempts: 3
"""

CARD = Scorecard(
    session="s",
    scenario="a1",
    content=None,
    rubric=GENERAL,
    total=850,
    passed=True,
    grade="B",
    scores={"timeliness": 900, "politeness": 800, "compliance": 1000, "outcome": None},
    metrics=Metrics(),
    findings=(),
)
FATAL = Finding(
    rule="insulted",
    group="house",
    dimension="compliance",
    conversation="c1",
    at=1.0,
    message="",
    fatal=True,
    name={"zh": "辱骂", "en": "insult"},
)


@pytest.fixture
def exam() -> Exam:
    problems = Problems()
    found = read_exam(parse(TEXT, "entry.yaml"), vocabulary(), problems)
    assert not list(problems)
    assert found is not None
    return found


def test_the_same_seed_draws_the_same_talks_and_another_one_others(exam: Exam) -> None:
    assert draw(exam, 7) == draw(exam, 7)
    assert len({draw(exam, seed) for seed in range(20)}) > 2


def test_no_talk_is_drawn_twice(exam: Exam) -> None:
    assert all(len(set(draw(exam, seed))) == 3 for seed in range(50))


def test_unseen_talks_come_first(exam: Exam) -> None:
    assert {draw(exam, seed, seen=("a1", "b1", "b2"))[0] for seed in range(20)} == {"a2"}


def test_good_marks_pass(exam: Exam) -> None:
    outcome = verdict(exam, [CARD] * 3)
    assert outcome.passed
    assert outcome.total == 850
    assert outcome.scores["outcome"] is None
    assert outcome.reasons == ()


def test_a_fatal_rule_fails_whatever_the_marks_but_not_when_unsure(exam: Exam) -> None:
    assert not verdict(exam, [CARD, CARD, replace(CARD, findings=(FATAL,))]).passed
    assert verdict(exam, [CARD, CARD, replace(CARD, findings=(replace(FATAL, unsure=True),))]).passed


def test_a_dimension_under_its_floor_fails(exam: Exam) -> None:
    low = replace(CARD, scores={**CARD.scores, "compliance": 300})
    outcome = verdict(exam, [low, low, CARD])
    assert not outcome.passed
    assert "合规" in str(outcome.reasons[0])


@pytest.mark.parametrize(("totals", "passed"), [((800, 800, 800), True), ((800, 800, 798), False), ((799, 800, 801), True)])
def test_the_pass_mark_itself_passes(exam: Exam, totals: tuple[int, ...], passed: bool) -> None:
    assert verdict(exam, [replace(CARD, total=total) for total in totals]).passed is passed


def test_a_talk_that_was_not_held_fails_with_its_reason(exam: Exam) -> None:
    outcome = verdict(exam, [CARD, CARD])
    assert not outcome.passed
    assert "2 段" in str(outcome.reasons[0])


def test_a_scenario_that_is_not_there_is_named_with_the_nearest(exam: Exam) -> None:
    problems = Problems()
    document = parse(TEXT, "entry.yaml")
    assert not exam_references(exam, dict.fromkeys(("a1", "a2", "b1", "b2", "c11")), document, problems)
    (problem,) = problems
    assert (problem.code, problem.mark.line) == ("E01", 8)
    assert "c11" in problem.remedy
