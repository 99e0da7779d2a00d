"""The words are complete in both languages, and text is laid out in cells as Chinese is set."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from simulator.events import ACTIONS
from simulator.tui import actions as tui_actions
from simulator.tui.actions import BY_NAME, Field, FieldFault, read_field
from simulator.tui.text import balance, fit, mark, minutes, wrap_cjk, yuan
from simulator.tui.words import TABLE
from simulator.views import DIMENSIONS

SOURCE = Path(tui_actions.__file__).parent


def test_both_languages_fill_the_same_places() -> None:
    for key, texts in TABLE.items():
        places = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in texts]
        assert places[0] == places[1], key
        assert all(texts), key


def test_every_word_that_the_screens_ask_for_is_there() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py") if not path.name.startswith("words"))
    asked = set(re.findall(r"""words\(["']([\w.]+)["'][,)]""", code)) | set(re.findall(r"""words_of\(self\)\(["']([\w.]+)["']""", code))
    assert len(asked) > 80
    assert asked <= set(TABLE)
    described = set(re.findall(r"""Binding\("[^"]+", (?:f?"[^"]+"), "(\w+)\"""", code))
    assert {f"key.{name}" for name in described} <= set(TABLE)
    for name in DIMENSIONS:
        assert f"dimension.{name}" in TABLE


def test_every_action_of_the_desk_has_its_form_and_words() -> None:
    assert set(BY_NAME) == set(ACTIONS)
    for action in BY_NAME.values():
        assert f"action.{action.name}" in TABLE
        for field in action.fields:
            assert f"field.{action.name}.{field.name}" in TABLE
            assert all(f"option.{option}" in TABLE for option in field.options)


@pytest.mark.parametrize(
    ("typed", "value"), [("115", 115), ("115.5", 115.5), ("１１５", 115), ("￥ 9.90", 9.9), ("0", 0), ("88元", 88), (" 12.05 ", 12.05)]
)
def test_money_is_read_as_people_type_it(typed: str, value: float) -> None:
    assert read_field(Field("to", "money"), typed) == value


@pytest.mark.parametrize("typed", ["", "  ", "abc", "-5", "1e5", "12.345", "十块", "99999999"])
def test_what_is_no_money_is_refused(typed: str) -> None:
    with pytest.raises(FieldFault):
        read_field(Field("to", "money"), typed)


@given(st.text(max_size=200), st.integers(4, 80))
def test_wrapped_lines_fit_and_keep_every_letter(text: str, width: int) -> None:
    lines = wrap_cjk(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(st.text(max_size=120), st.integers(8, 60))
def test_balancing_needs_no_more_lines(text: str, width: int) -> None:
    assert len(balance(text, width)) <= len(wrap_cjk(text, width))


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Mn", "Me", "Cf"))), st.integers(0, 40))
def test_fitted_text_has_the_width_that_was_asked_for(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) == width


def test_closing_marks_do_not_begin_a_line() -> None:
    assert wrap_cjk("一二三四五，六七八九十", 10) == ["一二三四", "五，六七八", "九十"]
    assert wrap_cjk("一二三四（五六）", 10) == ["一二三四", "（五六）"]
    assert wrap_cjk("size XXL is 号", 9) == ["size XXL", "is 号"]


def test_durations_amounts_and_marks_in_short() -> None:
    assert (minutes(-3), minutes(427), minutes(4023)) == ("00:00", "07:07", "1:07:03")
    assert (yuan(12900), yuan(-550), yuan(5)) == ("¥129", "-¥5.50", "¥0.05")
    assert (mark(None), mark(86.5), mark(90.0)) == ("–", "86.5", "90")
