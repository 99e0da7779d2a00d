"""Rule files: problems with their place, versions by date, and the proof by examples."""

from __future__ import annotations

from datetime import date

import pytest

from scoring.proof import prove, unmarked
from scoring.rulebook import Rulebook, load_rulebook
from scoring.score import score

from .conftest import RULES, TODAY, write

RULE = """format: 1
rule: silence_is_gold
name: 不说话
group: house
since: {since}
source: {{note: 测试}}
kind: said
when: {{mentions: [芝麻]}}
{more}takes: 10
says: "说了“{{matched}}”"
why: 试试
examples:
  violates: ["[[芝麻]]开门"]
  complies: [西瓜开门]
"""


def book(*files: str):
    return load_rulebook({f"rule{number}.yaml": text for number, text in enumerate(files)})


def rule(since: str = "2016-01-01", more: str = "") -> str:
    return RULE.format(since=since, more=more)


def found(rules: Rulebook, text: str, started: str | None = TODAY):
    return [one for one in score(write((0, "agent", text), started=started), rules).findings if one.dimension == "compliance"]


def test_a_rule_finds_the_words_and_says_so():
    rules, problems = book(rule())
    assert not len(problems)
    finding = found(rules, "快说芝麻开门")[0]
    assert (finding.rule, finding.span, finding.matched, finding.delta) == ("silence_is_gold", (2, 4), "芝麻", -100)
    assert finding.as_json()["message"] == "说了“芝麻”"


def test_the_version_in_force_on_the_day_of_the_sitting_counts():
    rules, _ = book(rule(), rule("2024-09-01", "fatal: true\n"))
    assert [one.keys.since for one in rules.on(date(2020, 1, 1))] == [date(2016, 1, 1)]
    assert not found(rules, "芝麻", "2024-08-31T10:00:00+08:00")[0].fatal
    assert found(rules, "芝麻", "2024-09-01T10:00:00+08:00")[0].fatal
    assert found(rules, "芝麻", None)[0].fatal
    assert not found(rules, "芝麻", "2015-01-01T10:00:00+08:00")


def test_a_fatal_finding_fails_whatever_the_total():
    rules, _ = book(rule(more="fatal: true\n"))
    card = score(write((0, "agent", "您好,亲,请看看芝麻,祝您生活愉快")), rules)
    assert card.total is not None
    assert card.total >= 800
    assert not card.passed


def test_an_unsure_finding_costs_nothing_and_fails_nobody():
    rules, _ = book(rule(more="fatal: true\nunsure: {mentions: [西瓜]}\n"))
    assert [(one.unsure, one.delta, one.fatal) for one in found(rules, "西瓜")] == [(True, 0, False)]
    assert score(write((0, "agent", "您好,亲,请看看西瓜,祝您生活愉快")), rules).passed


def test_unless_cancels_a_finding():
    rules, _ = book(rule(more="unless: {mentions: [不说]}\n"))
    assert not found(rules, "我不说芝麻")


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        ("mentions: [芝麻]", "act: gret", 8, "greet"),
        ("takes: 10", "takes: ten", 9, "whole number"),
        ("takes: 10", "taks: 10", 9, "takes"),
        ("group: house", "group: hous", 4, "house"),
        ("kind: said", "kind: sayd", 7, "said"),
        ("since: 2016-01-01", "since: 2016-13-01", 5, "date"),
        ("{matched}", "{macthed}", 10, "'matched'"),
    ],
)
def test_a_fault_is_reported_where_it_stands_with_a_remedy(old, new, line, word):
    rules, problems = book(rule().replace(old, new))
    assert not rules.rules
    first = problems.errors[0]
    assert first.mark.line == line
    assert word in str(first)


def test_all_faults_of_all_files_are_reported_and_sound_rules_still_work():
    rules, problems = book(rule(), rule().replace("takes: 10", "takes: ten"), "format: [")
    assert len(rules.rules) == 1
    assert {problem.mark.file for problem in problems} == {"rule1.yaml", "rule2.yaml"}


def test_two_versions_of_one_day_are_a_problem():
    assert [problem.code for problem in book(rule(), rule())[1]] == ["B05"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("[[芝麻]]开门", "西瓜", "B10"),
        ("[[芝麻]]开门", "芝麻[[开门]]", "B10"),
        ("complies: [西瓜开门]", "complies: [芝麻]", "B10"),
        ("complies: [西瓜开门]", "complies: []\n  known_miss: [芝麻]", "B11"),
        ("complies: [西瓜开门]", "complies: []\n  unsure: [芝麻]", "B10"),
    ],
)
def test_an_example_that_does_not_come_out_is_a_problem(old, new, code):
    rules, _ = book(rule().replace(old, new))
    assert [problem.code for problem in prove(rules.rules[0])] == [code]


def test_a_known_miss_that_is_still_missed_is_no_problem():
    rules, _ = book(rule().replace("complies: [西瓜开门]", "complies: []\n  known_miss: [黑色的小籽]"))
    assert not len(prove(rules.rules[0]))


def test_marked_words_keep_their_place():
    assert unmarked("[[加我薇]]看[[细节]]图") == ("加我薇看细节图", ((0, 3), (4, 6)))


@pytest.mark.parametrize("path", sorted(RULES.glob("*/*.yaml")), ids=lambda path: path.stem)
def test_every_rule_proves_itself(path):
    rules, problems = load_rulebook({path.name: path.read_bytes()})
    assert not problems.errors
    assert [str(problem) for one in rules.rules for problem in prove(one)] == []
