"""Normalised text and its map back to what was typed."""

import pytest

from simulator.reading.normal import normalise


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("請稍等,發票開給您", "请稍等,发票开给您"),
        ("ＡＢＣ１２３，！", "abc123,!"),
        ("加①③❽", "加138"),
        ("微\u200b信\u202e", "微信"),
        ("❤\ufe0f", "❤"),
        ("加 微 信", "加微信"),
        ("哈哈哈哈哈哈", "哈哈哈"),
        ("著名的商品,覺著好", "著名的商品,觉着好"),
        ("能报邮吗", "能包邮吗"),
        ("开发漂", "开发票"),
        ("甚麼時候", "什么时候"),
        ("13800000000", "13800000000"),
        ("一三八零零零零零", "一三八零零零零零"),
        ("", ""),
    ],
)
def test_what_is_matched(raw: str, text: str) -> None:
    assert normalise(raw).text == text


def test_spans_lead_back_to_the_raw_characters() -> None:
    raw = "加 微\u200b 信 ㎏"
    normal = normalise(raw)
    start = normal.text.index("微")
    left, right = normal.span(start, start + 2)
    assert raw[left:right] == "微\u200b 信"
    assert normal.text.endswith("kg")
    assert normal.span(len(normal.text) - 2, len(normal.text)) == (len(raw) - 1, len(raw))


def test_ten_thousand_characters_of_typos_stay_whole() -> None:
    raw = "快第报邮" * 2500
    assert normalise(raw).text == "快递包邮" * 2500
