"""What the facts say to a message: marks that compare, and nothing where there is nothing to compare."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scoring.proof import Played
from scoring.timeline import timeline
from simulator.events import MessageSent, SessionStarted
from simulator.evidence import evidence

PRICES = {"item": {"list_price": 100, "floor_price": 90}}
GOODS = {"item": {"attributes": {"材质": "聚酯纤维", "自重": "9.8kg"}}}


def marks(facts: Mapping[str, Any], buyer: str, agent: str) -> set[str]:
    events = [MessageSent(10.0, "buyer", buyer, "c1"), MessageSent(20.0, "agent", agent, "c1")]
    return evidence(timeline(Played(SessionStarted("t", facts=facts), events, ())).talks[0].moments[-1].situation)


def test_a_price_stands_against_the_floor() -> None:
    assert "P|lowest/below" in marks(PRICES, "便宜点", "80给您")
    assert "P|lowest/floor" in marks(PRICES, "便宜点", "90给您")
    assert "P|lowest/between" in marks(PRICES, "便宜点", "95给您")


def test_a_yes_takes_up_the_price_that_was_asked() -> None:
    assert {"P|asked/below/yes", "P|asked/below/none named"} <= marks(PRICES, "80卖不卖", "可以的亲")


def test_a_number_of_the_catalogue_is_the_same_or_another() -> None:
    assert "V|same number" in marks(GOODS, "多重", "十公斤不到")
    assert "V|other number" in marks(GOODS, "多重", "才6公斤")


def test_a_value_of_the_catalogue_is_told_or_not() -> None:
    assert "V|all/none" in marks(GOODS, "什么材质", "聚酯纤维的")
    assert "V|none/none" in marks(GOODS, "什么材质", "纯棉的")


def test_facts_that_nobody_speaks_of_say_nothing() -> None:
    assert marks(GOODS, "在吗", "在的") == set()
    assert marks(PRICES, "在吗", "在的") == set()
    assert marks({}, "80卖不卖", "可以的亲") == set()
