"""The marks: formula, limits, fines, fatal findings, and what holds for any transcript."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.rulebook import load_rulebook
from scoring.score import score, weighted
from scoring.scorecard import GENERAL, Rubric

from .conftest import RULES, write

TIMELINESS, _ = load_rulebook({path.name: path.read_bytes() for path in sorted((RULES / "timeliness").glob("*.yaml"))})
TRANSCRIPTS = Path(__file__).parents[2] / "transcripts"


def bytes_of(card) -> str:
    return json.dumps(card.to_json(), ensure_ascii=False)


def late(*seconds: float):
    rows, at = [], 0.0
    for wait in seconds:
        rows += [(at, "buyer", "在吗"), (at + wait, "agent", "在的")]
        at += wait + 10
    return write(*rows)


def test_a_slow_reply_is_fined_once_when_there_are_more_than_three():
    three, four = score(late(130, 130, 130), TIMELINESS), score(late(130, 130, 130, 130), TIMELINESS)
    assert (three.metrics.fines_yuan, four.metrics.fines_yuan) == (0, 50)
    assert {finding.fined for finding in four.findings if finding.rule == "slow_reply"} == {True}
    assert {finding.fined for finding in three.findings if finding.rule == "slow_reply"} == {False}


def test_the_fines_of_half_hours_and_two_hours_add_up():
    assert score(late(1801, 7201, 7300), TIMELINESS).metrics.fines_yuan == 100 + 200 + 200 + 2 * 200


def test_a_wait_is_found_once_in_its_highest_tier():
    rules = [finding.rule for finding in score(late(7201), TIMELINESS).findings if finding.rule.startswith(("slow", "no_reply"))]
    assert rules == ["no_reply_2h"]


def test_one_rule_takes_no_more_than_its_limit():
    card = score(late(*[130] * 9), TIMELINESS)
    assert sum(finding.delta for finding in card.findings if finding.rule == "slow_reply") == -400


def test_what_nothing_spoke_to_is_not_assessed(rulebook):
    card = score(write((0, "event", "order_placed"), (5, "event", "order_closed")), rulebook)
    assert (card.total, card.passed, card.grade) == (None, False, "")
    assert set(card.to_json()["scores"].values()) == {None}


def test_the_total_is_the_weighted_mean_of_what_was_assessed_rounded_once():
    assert weighted({"timeliness": 1000, "politeness": None, "compliance": 500}, GENERAL)[0] == 714
    assert weighted({"timeliness": 925, "compliance": 926}, Rubric({"timeliness": 1, "compliance": 1}))[0] == 926
    assert weighted({"timeliness": None}, GENERAL)[0] is None


def test_the_marks_of_the_findings_are_the_marks_that_are_lost():
    card = score(late(60, 130, 2000), TIMELINESS)
    for dimension in ("timeliness", "politeness", "compliance"):
        assert card.scores[dimension] == 1000 + sum(finding.delta for finding in card.findings if finding.dimension == dimension)


def test_the_formula_is_printed_in_both_languages():
    card = score(late(130), TIMELINESS)
    for lang, words in (("zh", ("时效", "总分")), ("en", ("Timeliness", "Total"))):
        text = "\n".join(card.to_json(lang)["formula"])
        assert all(word in text for word in words)


def test_keys_of_the_published_scorecard():
    card = score(late(130), TIMELINESS).to_json()
    assert {"session", "scenario", "content", "total", "passed", "grade", "scores", "metrics", "findings"} <= set(card)
    finding = card["findings"][0]
    keys = {
        "rule",
        "group",
        "conversation",
        "at",
        "span",
        "matched",
        "delta",
        "points",
        "fine",
        "fatal",
        "message",
        "why",
        "source",
        "better",
    }
    assert keys <= set(finding)
    assert "{" not in finding["message"] + finding["better"]


WAITS = st.lists(st.integers(0, 80_000).map(lambda tenth: tenth / 10), min_size=1, max_size=8)


@given(WAITS, st.data())
def test_waiting_longer_never_raises_timeliness(waits, data):
    which = data.draw(st.integers(0, len(waits) - 1))
    longer = list(waits)
    longer[which] += data.draw(st.integers(1, 50_000)) / 10
    before, after = score(late(*waits), TIMELINESS), score(late(*longer), TIMELINESS)
    assert after.scores["timeliness"] <= before.scores["timeliness"]


TEXTS = st.sampled_from(["在吗", "能便宜点吗", "加我微信", "好的亲", "行,80给您", "你有病吧", "现在是89元", "谢谢", "🙂", "", "x" * 300])
ROWS = st.lists(
    st.tuples(st.integers(0, 5000), st.sampled_from(["buyer", "agent", "auto"]), TEXTS, st.sampled_from(["a", "b", "c"])),
    min_size=1,
    max_size=12,
)


@pytest.mark.usefixtures("rulebook")
class TestAnyTranscript:
    @given(ROWS)
    def test_scoring_twice_gives_the_same_bytes(self, rulebook, rows):
        rows = sorted(rows, key=lambda row: row[0])
        assert bytes_of(score(write(*rows), rulebook)) == bytes_of(score(write(*rows), rulebook))

    @given(ROWS)
    def test_the_order_in_which_unrelated_talks_stand_in_the_file_does_not_matter(self, rulebook, rows):
        rows = sorted(rows, key=lambda row: row[0])
        by_talk = sorted(rows, key=lambda row: (row[0], row[3]))
        other_way = sorted(rows, key=lambda row: (row[0], -ord(row[3])))
        assert bytes_of(score(write(*by_talk), rulebook)) == bytes_of(score(write(*other_way), rulebook))

    @given(ROWS)
    def test_marks_stay_within_bounds_and_unsure_findings_cost_nothing(self, rulebook, rows):
        card = score(write(*sorted(rows, key=lambda row: row[0])), rulebook)
        assert all(marks is None or 0 <= marks <= 1000 for marks in (*card.scores.values(), card.total))
        assert all((one.delta, one.fine, one.points, one.fatal) == (0, 0, 0, False) for one in card.findings if one.unsure)
