"""Another thing than was agreed: what counts as agreed, and what as another."""

from __future__ import annotations

import pytest

from scoring.proof import play
from scoring.rulebook import load_rulebook
from scoring.rulefile import Example
from scoring.score import score

RULE = """format: 1
rule: bean_switched
name: 换豆
group: house
since: 2016-01-01
source: {note: 测试}
kind: switched
things: {红豆: [赤豆], 绿豆: [], 黄豆: []}
noted: [order.details.豆]
agreed: {mentions: [说好]}
also: {mentions: [反正换了]}
unless: {mentions: [您看]}
takes: 10
says: "约定的是{agreed},现在是{now}"
why: 试试
examples:
  violates: [{buyer: 说好红豆的, agent: "发了[[绿豆]]"}]
  complies: [{buyer: 说好红豆的, agent: 发了红豆}]
"""


def found(*lines: str, **details: str) -> list[str]:
    """Returns the messages of the findings of a talk in which buyer and agent take turns, the agent last."""
    book, problems = load_rulebook({"rule.yaml": RULE})
    assert not len(problems)
    turns = [{"agent" if (len(lines) - at) % 2 else "buyer": line} for at, line in enumerate(lines)]
    talk = Example.model_validate({"facts": {"order": {"details": details}} if details else {}, "turns": turns})
    return [one.as_json()["message"] for one in score(play(talk), book).findings if one.rule == "bean_switched"]


def test_another_thing_than_was_agreed_is_found_and_named():
    assert found("说好红豆的", "发了绿豆") == ["约定的是红豆,现在是绿豆"]


@pytest.mark.parametrize(
    "lines",
    [
        ("红豆有吗", "只有绿豆"),  # nothing was agreed
        ("说好红豆的", "发了赤豆"),  # another name
        ("说好红豆的,怎么是绿豆", "是红豆呀"),  # the first thing was agreed, not the second
        ("说好红豆的", "是绿豆吗"),  # a question
        ("说好红豆的", "没有发绿豆"),  # denied
        ("说好红豆的", "换绿豆,您看"),  # unless
    ],
)
def test_what_is_no_switch(lines: tuple[str, ...]):
    assert found(*lines) == []


def test_what_the_order_says_was_agreed():
    assert found("发了吗", "发了绿豆", 豆="红豆") == ["约定的是红豆,现在是绿豆"]
    assert found("发了吗", "发了红豆", 豆="红豆") == []


def test_a_thing_that_was_ruled_out_is_a_switch():
    assert found("说好不发绿豆", "发了绿豆")
    assert found("说好不发绿豆", "发了黄豆") == []


def test_what_was_really_taken_counts_whatever_is_named_after_it():
    assert found("说好红豆的", "发的绿豆,红豆太贵") == ["约定的是红豆,现在是绿豆"]


def test_a_switch_may_be_admitted_without_naming_the_thing():
    assert found("怎么换了", "反正换了") == ["约定的是—,现在是—"]
