"""Objectives of a scenario: what must be done, what more, what delights; what nothing spoke to does not count."""

from __future__ import annotations

from scoring.outcome import outcome
from scoring.rulebook import Rulebook
from scoring.score import grade, score
from scoring.timeline import timeline
from simulator.problems import Problems
from simulator.scenario import read_scenario
from simulator.vocabulary import vocabulary
from simulator.yamlfile import parse

from .conftest import write

SCENARIO = """format: 1
scenario: test_talk
name: 试
level: 1
shop: any
item: any
persona: any
buyer: {{nick: 小林}}
briefing: 试
objectives:
{objectives}
rubric: {{timeliness: 0, politeness: 0, compliance: 0, outcome: 100, pass: 80}}
"""
SALE = ((0, "buyer", "在吗"), (5, "agent", "您好"), (10, "event", "order_placed"), (20, "event", "order_paid"))


def scenario(*lines: str):
    problems = Problems()
    text = SCENARIO.format(objectives="\n".join(f"  {line}" for line in lines))
    found = read_scenario(parse(text), vocabulary(), problems)
    assert found, list(problems)
    return found


def became(talk, *lines: str) -> dict[str, bool | None]:
    return {one.id: one.done for one in outcome(timeline(talk), scenario(*lines).objectives).objectives}


def test_events_actions_and_endings_are_found():
    talk = write(*SALE, (30, "action", "remark", {"text": "小林"}), (40, "event", "buyer_left", {"ending": "bought"}))
    assert became(
        talk,
        "must: [{id: sold, event: order_paid}, {id: noted, action: remark, after: order_paid}]",
        "more: [{id: end, ending: [bought]}, {id: other, ending: [left]}]",
    ) == {"sold": True, "noted": True, "end": True, "other": False}


def test_a_deadline_counts_from_what_it_follows():
    wanted = "must: [{id: noted, action: remark, after: order_paid, within: 20m}]"
    assert became(write(*SALE, (1220, "action", "remark", {"text": "小林"})), wanted) == {"noted": True}
    assert became(write(*SALE, (1220.5, "action", "remark", {"text": "小林"})), wanted) == {"noted": False}
    assert became(write((0, "action", "remark", {"text": "小林"}), *SALE[2:]), wanted) == {"noted": False}


def test_a_full_remark_carries_all_details_and_the_finding_names_those_left_out():
    wanted = "must: [{id: noted, action: remark, full: true, after: order_paid, within: 20m}]"
    facts = {"order": {"details": {"name": "林小满", "color": "雾蓝", "size": "L"}}}

    def noted(*remarks: tuple[float, str]):
        return outcome(
            timeline(write(*SALE, *[(at, "action", "remark", {"text": text}) for at, text in remarks], facts=facts)),
            scenario(wanted).objectives,
        )

    assert noted((60, "林小满,雾蓝,L码")).objectives[0].done
    assert noted((60, "林小满"), (90, "林小满 补:雾蓝L")).objectives[0].done
    assert noted((60, "林小满"), (1230, "林小满,雾蓝,L码")).objectives[0].done is False
    junk = noted((60, "asdf 雾蓝"))
    assert junk.objectives[0].done is False
    assert junk.objectives[0].lacking == ("林小满", "L")
    (finding,) = junk.assessment.findings
    assert finding.at == 60
    assert "备注里缺少：林小满、L" in finding.message["zh"]
    assert "林小满" in finding.message["en"]
    assert outcome(timeline(write(*SALE, (60, "action", "remark", {"text": "x"}))), scenario(wanted).objectives).objectives[0].done


def test_what_must_not_happen_is_broken_by_once():
    wanted = "must: [{id: kept, not: {action: block}}]"
    assert became(write(*SALE), wanted) == {"kept": True}
    assert became(write(*SALE, (30, "action", "block"), (40, "action", "remark", {"text": "x"})), wanted) == {"kept": False}


def test_what_nothing_spoke_to_is_undecided_and_does_not_count():
    talk = write((0, "buyer", "在吗"), (5, "agent", "您好"), (9, "event", "buyer_left", {"ending": "left"}))
    found = scenario("must: [{id: noted, action: remark, after: order_paid}, {id: stayed, ending: [left]}]")
    result = outcome(timeline(talk), found.objectives)
    assert [one.done for one in result.objectives] == [None, True]
    assert result.assessment.marks == 1000
    silent = outcome(timeline(write((0, "buyer", "在吗"), (9, "event", "buyer_left", {"ending": "left"}))), found.objectives)
    assert silent.assessment.marks is None


def test_a_must_that_a_talk_broken_off_never_came_to_is_missed():
    wanted = "must: [{id: noted, action: remark, after: order_paid}]"
    left = ((0, "buyer", "在吗"), (5, "agent", "您好"))
    assert became(write(*left), wanted) == {"noted": False}
    assert became(write(*left, (9, "action", "block")), wanted) == {"noted": False}
    assert became(write(*left, (9, "event", "shift_ended", {})), wanted) == {"noted": None}
    finding = outcome(timeline(write(*left)), scenario(wanted).objectives).assessment.findings[0]
    assert isinstance(finding.why, dict)
    assert "broken off" in finding.why["en"]
    decided = outcome(timeline(write(*left)), scenario("must: [{id: sold, event: order_paid}]").objectives).assessment.findings[0]
    assert isinstance(decided.why, dict)
    assert "broken off" not in decided.why["en"]


def test_what_was_not_passed_is_graded_d_whatever_its_total():
    assert [grade(total, True) for total in (950, 800, 700)] == ["A", "B", "C"]
    assert (grade(950, False), grade(None, False)) == ("D", "")


def test_musts_weigh_most_delight_comes_on_top_and_no_more_than_everything():
    lines = (
        "must: [{id: a, event: order_paid}, {id: b, action: block}]",
        "more: [{id: c, action: report}]",
        "delight: [{id: d, event: order_placed}]",
    )
    result = outcome(timeline(write(*SALE)), scenario(*lines).objectives).assessment
    assert result.marks == 1000 - 350 - 300 + 50
    assert {one.rule: one.delta for one in result.findings} == {"outcome.b": -350, "outcome.c": -300, "outcome.d": 50}
    everything = write(*SALE, (30, "action", "block"), (40, "action", "report"))
    assert outcome(timeline(everything), scenario(*lines).objectives).assessment.marks == 1000


def test_a_scenario_is_marked_by_its_own_rubric():
    card = score(write(*SALE), Rulebook(), scenario("must: [{id: a, event: order_paid}, {id: b, action: remark}]"))
    assert (card.scores["outcome"], card.total, card.passed, card.grade) == (500, 500, False, "D")
    assert "outcome.b" in [one["rule"] for one in card.to_json()["findings"]]
    assert score(write(*SALE), Rulebook()).to_json()["scores"]["outcome"] is None
