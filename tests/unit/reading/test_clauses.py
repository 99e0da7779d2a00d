"""Clauses and the scopes they stand in."""

import pytest

from simulator.reading.clauses import clauses_of
from simulator.reading.marks import Clause
from simulator.reading.normal import normalise


def clauses(text: str) -> list[Clause]:
    return list(clauses_of(normalise(text)))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("好的,马上给您发", ["好的", "马上给您发"]),
        ("拍不了了 没有货", ["拍不了了", "没有货"]),
        ("如果不合适可以退货", ["如果不合适", "可以退货"]),
        ("价格不能少但是给您包邮", ["价格不能少", "但是给您包邮"]),
        ("现价3.5元 vx abc", ["现价3.5元", "vx abc"]),
        ("……", []),
        ("", []),
    ],
)
def test_where_a_message_is_cut(text: str, parts: list[str]) -> None:
    assert [clause.text for clause in clauses(text)] == parts


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("我们不能加微信", True),
        ("没法开", True),
        ("怎么会不给您发呢", False),
        ("怎么可能给您虚开", True),
        ("不是不给您开", False),
        ("没关系的", False),
        ("能不能加微信", False),
        ("特别好", False),
        ("不客气", False),
        ("不仅包邮还送礼", False),
    ],
)
def test_negation(text: str, negated: bool) -> None:
    assert [clause.negated for clause in clauses(text)] == [negated]


def test_not_this_but_that_turns_only_the_first_half() -> None:
    assert [clause.negated for clause in clauses("不是不发,而是没货")] == [False, True]
    assert [clause.negated for clause in clauses("不是我们的错,而是快递压坏的")] == [True, False]


@pytest.mark.parametrize("text", ["您说加我微信", "“加我微信”", "「加我微信」这种话", "您刚才说:加我微信", "您要求我们加微信"])
def test_the_buyers_words_are_quoted(text: str) -> None:
    assert any(clause.quoted for clause in clauses(text) if "微信" in clause.text)


@pytest.mark.parametrize("text", ["您说得对", "您说了算", "您说呢", "您说一下尺码"])
def test_saying_so_is_no_quotation(text: str) -> None:
    assert not any(clause.quoted for clause in clauses(text))


def test_only_the_condition_is_conditional() -> None:
    condition, offer = clauses("如果不喜欢的话,可以退给我们")
    assert (condition.conditional, offer.conditional) == (True, False)


@pytest.mark.parametrize(
    ("text", "question"),
    [("能开发票吗", True), ("给您换一件好吗", False), ("是不是买错了", True), ("给您换一件", False), ("您看这样行不行?", False)],
)
def test_a_tag_is_no_question(text: str, question: bool) -> None:
    assert clauses(text)[-1].question is question


@pytest.mark.parametrize("text", ["千万别加微信", "请勿私下转账", "谨防冒充客服的人"])
def test_warnings(text: str) -> None:
    assert clauses(text)[0].warned


@pytest.mark.parametrize("text", ["有人让您加微信转账", "骗子会叫您扫码"])
def test_what_others_do_is_reported(text: str) -> None:
    assert clauses(text)[0].reported


def test_spans_are_of_the_raw_text() -> None:
    text = "您好,請 稍等"
    assert [text[slice(*clause.span)] for clause in clauses(text)] == ["您好", "請", "稍等"]
