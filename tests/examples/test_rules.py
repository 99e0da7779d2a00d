"""Every rule about what is said proves itself: its examples come out as they stand in its file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from scoring.proof import prove
from scoring.rulebook import Rule, Rulebook, load_rulebook

RULES = Path(__file__).parents[2] / "scoring" / "rules" / "compliance"


def book() -> Rulebook:
    found, problems = load_rulebook({path.name: path.read_text("utf-8") for path in sorted(RULES.glob("*.yaml"))})
    assert not list(problems)
    return found


BOOK = book()


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: f"{rule.id}-{rule.keys.since}")
def test_a_rule_finds_what_its_examples_say(rule: Rule) -> None:
    assert [str(problem) for problem in prove(rule)] == []


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: f"{rule.id}-{rule.keys.since}")
def test_a_rule_tells_its_texts_in_both_languages(rule: Rule) -> None:
    for text in (rule.keys.name, rule.keys.says, rule.keys.why, rule.keys.better):
        assert text is None or (text.zh and text.en and text.zh != text.en)


@pytest.mark.parametrize("rule", [rule for rule in BOOK.rules if rule.keys.kind in ("said", "claim", "price")], ids=lambda rule: rule.id)
def test_a_rule_about_words_has_twelve_examples_of_each_side(rule: Rule) -> None:
    assert len(rule.keys.examples.violates) >= 12
    assert len(rule.keys.examples.complies) >= 12


def test_what_was_a_habit_is_judged_by_the_law_of_its_day() -> None:
    then = {rule.id: rule for rule in BOOK.on(date(2015, 6, 1))}["review_bought"]
    now = {rule.id: rule for rule in BOOK.on(date(2025, 6, 1))}["review_bought"]
    assert (then.keys.takes, then.keys.fatal) == (0, False)
    assert now.keys.takes > 0
    assert now.keys.fatal
