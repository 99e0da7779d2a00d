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


def test_what_comes_off_a_price_named_before_counts_from_there() -> None:
    events = [
        (10.0, "buyer", "最低多少"),
        (20.0, "agent", "95是最低了"),
        (30.0, "buyer", "减10块求您了"),
        (40.0, "agent", "唉,减10块,我担着"),
    ]
    played = Played(SessionStarted("t", facts=PRICES), [MessageSent(at, who, text, "c1") for at, who, text in events], ())
    found = evidence(timeline(played).talks[0].moments[-1].situation)
    assert {"P|quoted/between", "P|quoted less/below", "P|quoted less asked/below/more"} <= found


def test_a_price_and_what_comes_off_it_are_one() -> None:
    assert "P|less/below" in marks(PRICES, "95求求了", "95再减20给你当路费")


def test_a_material_of_the_catalogue_is_the_same_or_another() -> None:
    assert "V|material said/other" in marks(GOODS, "什么料子", "尼龙,耐磨")
    assert "V|material asked/other" in marks(GOODS, "是尼龙的吧", "是的")
    assert "V|material said/same" in marks(GOODS, "什么料子", "聚酯的")
    assert "V|origin said/other" in marks({"item": {"attributes": {"产地": "河北"}}}, "国产吗", "德国进口的")


def test_sides_grades_and_counts_are_quantities() -> None:
    table = {"item": {"attributes": {"尺寸": "140x80cm", "钢材": "304", "页数": "96页"}}}
    assert "V|same number" in marks(table, "多长", "一米四")
    assert "V|other number" in marks(table, "什么钢", "316的")
    assert "V|other number" in marks(table, "多少页", "两百页的")
    assert "V|near number" in marks(GOODS, "多重", "九公斤")


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
