"""Amounts of money as customer talk writes them, and what only looks like one."""

import pytest

from simulator.reading import read
from simulator.reading.amounts import chinese


def amounts(text: str) -> list[tuple[str, int, int]]:
    return [(amount.kind, amount.value, amount.pieces) for amount in read(text).amounts]


@pytest.mark.parametrize(
    ("words", "hundredths"),
    [
        ("一百二", 12000),
        ("两百六十八", 26800),
        ("一千零五", 100500),
        ("3.5", 350),
        ("1,299", 129900),
        ("十五", 1500),
        ("两万", 2000000),
        ("一三八", None),
        ("九十", 9000),
    ],
)
def test_numerals(words: str, hundredths: int | None) -> None:
    assert chinese(words) == hundredths


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("行,80给您", [("price", 8000, 1)]),
        ("这款现在是89元", [("price", 8900, 1)]),
        ("两百六十八块", [("price", 26800, 1)]),
        ("三块五", [("price", 350, 1)]),
        ("那给您一百二", [("price", 12000, 1)]),
        ("抹个零", [("off", 0, 1)]),
        ("两件150", [("price", 15000, 2)]),
        ("满199减20", [("threshold", 19900, 1), ("off", 2000, 1)]),
        ("便宜5块", [("off", 500, 1)]),
        ("给您减二十", [("off", 2000, 1)]),
        ("八折", [("fold", 800, 1)]),
        ("给您捌折", [("fold", 800, 1)]),
        ("柒拾伍给您", [("price", 7500, 1)]),
        ("给您2百2", [("price", 22000, 1)]),
        ("少20,3180", [("off", 2000, 1), ("price", 318000, 1)]),
        ("打85折", [("fold", 850, 1)]),
        ("开票要加6个点", [("percent", 60, 1)]),
        ("一片六毛", [("price", 60, 1)]),
    ],
)
def test_amounts(text: str, found: list[tuple[str, int, int]]) -> None:
    assert amounts(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "我电话13812345678",
        "165斤穿XL",
        "48小时内发货",
        "订单号1234567890123456",
        "下午两点前付款",
        "3月12日到",
        "打折叠",
        "买二送一",
        "麻烦您补一下",
        "少一些",
    ],
)
def test_what_is_no_amount(text: str) -> None:
    assert amounts(text) == []


def test_spans_lead_to_the_raw_words() -> None:
    text = "好的亲,给您１２８元"
    (amount,) = read(text).amounts
    assert text[slice(*amount.span)].endswith("１２８元")
