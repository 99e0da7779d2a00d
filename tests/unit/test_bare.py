"""A reply that is but a yes or a no says what the other side had just said."""

from __future__ import annotations

import pytest

from simulator.reading.bare import bare_answer


@pytest.mark.parametrize(
    "reply", ["可以", "好的亲", "嗯嗯可以的~", "行", "没问题", "OK", "是的呀", "中", "行,打完把回执截图给我", "可以呀,谢谢"]
)
def test_a_yes(reply: str) -> None:
    assert bare_answer(reply) == "yes"


@pytest.mark.parametrize("reply", ["不行", "不可以的哈", "没有哦", "这个真不能", "抱歉不行", "不用的"])
def test_a_no(reply: str) -> None:
    assert bare_answer(reply) == "no"


@pytest.mark.parametrize(
    "reply",
    ["", "可以,按实际付款金额开", "行不行都要看主管", "有的,密码本带锁", "好的?", "在订单里申请就可以", "可以,不过要先付款", "😀"],
)
def test_a_reply_of_its_own(reply: str) -> None:
    assert bare_answer(reply) == ""
