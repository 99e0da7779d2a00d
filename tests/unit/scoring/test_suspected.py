"""The kind `suspected`: sure, unsure or silent by the model's confidence, only where the rule applies, at the words that tell most."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from scoring.proof import Played
from scoring.rulebook import load_rulebook
from scoring.score import findings
from scoring.scorecard import Finding
from scoring.timeline import timeline
from simulator import suspicion
from simulator.events import MessageSent, SessionStarted

FILE = Path(__file__).parents[3] / "scoring" / "rules" / "compliance" / "credit_card_refused.yaml"
CARDS = {"shop": {"credit_card": True}}
REPLY = "您好，信用卡我们不收的，您换个别的付吧，谢谢"


def found(reply: str, facts: Mapping[str, Any], **keys: str) -> list[Finding]:
    told = "".join(f"{name}: {value}\n" for name, value in {"sure": "0.35", **keys}.items())
    content = re.sub("kind: suspected\n(sure: .*\n)?", f"kind: suspected\n{told}", FILE.read_text("utf-8"))
    book, problems = load_rulebook({FILE.name: content})
    assert not list(problems)
    events = [MessageSent(10.0, "buyer", "可以刷信用卡吗", "c1"), MessageSent(20.0, "agent", reply, "c1")]
    return list(findings(timeline(Played(SessionStarted("t", facts=facts), events, ())), book.on(None)))


@pytest.mark.parametrize(("level", "unsure"), [(0.9, [False]), (0.3, [True]), (0.2, [])])
def test_confidence_decides(monkeypatch: pytest.MonkeyPatch, level: float, unsure: list[bool]) -> None:
    monkeypatch.setattr("scoring.kinds.suspected.suspicions", lambda situation: {"credit_card_refused": level})
    assert [finding.unsure for finding in found(REPLY, CARDS)] == unsure


def test_a_rule_may_ask_for_more_confidence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scoring.kinds.suspected.suspicions", lambda situation: {"credit_card_refused": 0.9})
    assert [finding.unsure for finding in found(REPLY, CARDS, sure="0.95")] == [True]


def test_where_the_shop_takes_no_cards_nothing_is_refused() -> None:
    assert found(REPLY, CARDS)
    assert found(REPLY, {"shop": {"credit_card": False}}) == []
    assert found(REPLY, {}) == []


def test_the_finding_points_at_the_telling_clause() -> None:
    (finding,) = found(REPLY, CARDS)
    assert finding.matched in ("信用卡我们不收的", "您换个别的付吧")


def test_a_model_that_was_not_trained_suspects_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suspicion, "model", lambda family: None)
    assert found(REPLY, CARDS) == []
