"""The price that a reply grants: named, taken off, or the buyer's own accepted."""

from __future__ import annotations

import pytest

from scoring.proof import Played
from scoring.timeline import timeline
from simulator.events import MessageSent, SessionStarted
from simulator.grants import granted

FACTS = {"item": {"list_price": 100, "floor_price": 90}}


def price(*turns: str) -> int | None:
    """Returns the price in fen that the last of `turns` grants; turns alternate and end with the agent's."""
    sides = ["buyer", "agent"] if len(turns) % 2 == 0 else ["agent", "buyer"]
    events = [MessageSent(10.0 * (at + 1), sides[at % 2], text, "c1") for at, text in enumerate(turns)]
    found = granted(timeline(Played(SessionStarted("t", facts=FACTS), events, ())).talks[0].moments[-1].situation)
    return found[0] if found else None


@pytest.mark.parametrize(
    ("turns", "fen"),
    [
        (("便宜点", "80给您"), 8000),
        (("便宜点", "给您减20"), 8000),
        (("打个折", "打八折"), 8000),
        (("两件多少", "两件150给您"), 7500),
        (("80卖不卖", "卖"), 8000),
        (("80行不行", "好的亲"), 8000),
        (("八十五怎么样", "可以的"), 8500),
        (("我预算85", "就按您的预算走"), 8500),
        (("80行吗", "我看看", "怎么样", "好吧"), 8000),
        (("有活动吗", "优惠到95可以吗"), 9500),
        (("三副200可以吧", "行的亲"), 6666),
        (("我要两根,给你150", "150就150"), 7500),
        (("俩180我拿", "180行"), 9000),
        (("一箱六瓶540行不", "可以,拍嘛"), 9000),
        (("打个折", "给您捌折"), 8000),
        (("最低多少", "6o可以,我改价"), 6000),
        (("95能卖吗", "那零头不要了,八十整给您"), 8000),
        (("便宜点", "对半砍给你算了"), 5000),
        (("给个实价", "八字头给你了"), 8900),
    ],
)
def test_a_grant(turns: tuple[str, ...], fen: int) -> None:
    assert price(*turns) == fen


@pytest.mark.parametrize(
    "turns",
    [
        ("80行吗", "80真做不到"),
        ("80行吗", "80的话我得请示主管"),
        ("有券吗", "首页有张满100减20的券人人能领"),
        ("去年才70", "去年是活动价,现在恢复100了"),
        ("便宜点", "不议价的哦"),
        ("几天到", "3天左右"),
        ("破了", "给您补偿20块"),
    ],
)
def test_no_grant(turns: tuple[str, ...]) -> None:
    assert price(*turns) is None
