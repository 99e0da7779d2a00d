"""The border: what may enter, and what is left of hostile text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.clean import LIMIT, clean, cleaned, harmless

ANY_TEXT = st.text(st.characters(codec=None), max_size=300)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("亲,在的哦~", "亲,在的哦~"),
        ("两行\n文字", "两行\n文字"),
        ("两行\r\n文字\r又", "两行\n文字\n又"),
        ("a\x85b\u2028c\u2029d\x0be", "a\nb\nc\nd\ne"),
        ("\x1b[31m红", "\u241b[31m红"),
        ("\x00\x07\x7f", "\u2400\u2407\u2421"),
        ("\x9b31m", "\ufffd31m"),
        ("价格\t89", "价格 89"),
        ("加\u200b微\u2060信", "加微信"),
        ("\u202e倒\u2066着\u061c", "倒着"),
        ("\ud800半个", "\ufffd半个"),
        ("👨\u200d👩\u200d👧", "👨👩👧"),
        ("❤\ufe0f", "❤"),
        ("\U000e0041\U000e0042标", "标"),
        ("e\u0301", "é"),
        ("z" + "\u0300" * 50, "z" + "\u0300" * 3),
        ("[/red] [@click=app.quit]", "[/red] [@click=app.quit]"),
        ("", ""),
    ],
)
def test_what_enters(raw: str, expected: str) -> None:
    assert clean(raw) == expected


def test_a_long_text_is_cut_and_said_to_be() -> None:
    found = cleaned("好" * 10_000)
    assert found.text == "好" * LIMIT
    assert found.shortened
    assert not found.altered


def test_a_text_as_it_should_be_is_not_altered() -> None:
    found = cleaned("您好\n在的")
    assert (found.altered, found.shortened) == (False, False)


@settings(max_examples=200)
@given(ANY_TEXT)
def test_nothing_that_acts_is_left(raw: str) -> None:
    text = clean(raw)
    assert all(char == "\n" or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in text)
    assert len(text) <= LIMIT
    assert clean(text) == text
    text.encode("utf-8")


@settings(max_examples=100)
@given(ANY_TEXT)
def test_records_keep_every_position(raw: str) -> None:
    text = harmless(raw)
    assert len(text) == len(raw)
    assert all(char in "\n\u200b" or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in text)
    text.encode("utf-8")
