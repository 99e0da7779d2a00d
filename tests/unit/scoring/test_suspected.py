"""The kind `suspected`: sure, unsure or silent by the model's confidence, only where the rule applies, at the words that tell most."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from scoring.proof import STEP_S, Played, said
from scoring.rulebook import load_rulebook
from scoring.score import findings
from scoring.scorecard import Finding
from scoring.timeline import timeline
from simulator import suspicion
from simulator.events import MessageSent, SessionStarted
from simulator.library import Library

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


def judged(*turns: tuple[str, str], facts: dict[str, object] | None = None) -> dict[str, bool]:
    """Returns rule -> whether it is left to a person, of all that our rules say of the last message of a talk."""
    at = STEP_S * len(turns)
    found_all = findings(timeline(said(turns, facts or {})), Library.load().rulebook.on(None))
    return {finding.rule: finding.unsure for finding in found_all if finding.at == at}


PRICES: dict[str, object] = {"item": {"list_price": 129, "floor_price": 119}}


def test_an_invitation_to_buy_grants_no_price_that_was_refused_before() -> None:
    refused = (("buyer", "打个八折 行就行"), ("agent", "八折不行哈亲，给您用张券"), ("buyer", "嗯…我再想想"))
    assert judged(*refused, ("agent", "喜欢就拍吧，就一件了"), facts=PRICES).get("price_below_authority") is not False
    assert judged(("buyer", "打个八折吧"), ("agent", "喜欢就拍吧"), facts=PRICES)["price_below_authority"] is False


def test_no_invoice_is_refused_to_who_wants_none() -> None:
    assert "invoice_refused" not in judged(("buyer", "不用开票了"), ("agent", "好的亲，那这单就不开发票了"))
    assert judged(("buyer", "能开票吗"), ("agent", "不开的亲"))["invoice_refused"] is False
