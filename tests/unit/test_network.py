"""The network in whole numbers: filters at their best place, marks, both ways to a label; the same for any text, however odd."""

from __future__ import annotations

import marshal
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.reading.network import Ensemble, Network, networks


def whole(kind: str, *values: int) -> bytes:
    return array(kind, values).tobytes()


def layer(kind: str, count: int, rows: list[int], bias: list[int]) -> dict[str, object]:
    return {"count": count, "type": kind, "weights": whole(kind, *rows), "bias": whole("q", *bias)}


def tiny() -> Network:
    """One number a character (a: 2, b: -1, others 0, in scope 1 five more), and two filters of two characters: 3 then -1, and 0 then 1."""
    stored = {
        "labels": ("guilty",),
        "size": 1,
        "chars": "ab",
        "char_vectors": whole("b", 0, 2, -1),
        "scope_vectors": whole("b", 0, 5),
        "voices": [{"longest": 3, "width": 2, "count": 2, "weights": whole("b", 3, 0, -1, 1), "bias": whole("i", 0, -1)}],
        "inner": layer("h", 2, [1, 10, 100, -50], [7, 0]),  # to the label directly, and to one hidden value
        "marks": ["M"],
        "mark_rows": layer("b", 2, [1, 2], [0, 0]),
        "mark_unit": 1000,
        "outer": layer("h", 1, [3], [4]),
        "inner_unit": 0.5,
        "outer_unit": 0.25,
        "shift": 1,
    }
    return Network(marshal.dumps(stored))


def margin(text: str, scopes: list[int] | None = None, marks: set[str] | None = None) -> float:
    return tiny().margins([(text, scopes or [0] * len(text))], marks or set())[0]


def by_hand(first: int, second: int, marks: int = 0) -> float:
    """The margin from how well the two filters fit."""
    direct, hidden = 7 + first + 100 * second + 1000 * marks, max(0, 10 * first - 50 * second + 2000 * marks)
    return direct * 0.5 + (4 + 3 * (hidden >> 1)) * 0.25


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("", 0, 0),
        ("x", 0, 0),  # hardly met in training: counts as the character that stands for all such
        ("a", 6, 1),  # first filter: a at its first place; second: at its second place, 2 less its bias
        ("b", 1, 0),  # first filter: b at its second place
        ("ab", 7, 1),
        ("ba", 6, 1),
        ("bbbba", 6, 1),
        ("abbbb", 1, 0),  # only the last three characters are heard
    ],
)
def test_of_each_filter_its_best_place_counts(text: str, first: int, second: int) -> None:
    assert margin(text) == by_hand(first, second)


def test_a_scope_changes_what_its_characters_mean() -> None:
    assert margin("a", [1]) == by_hand(21, 6)
    assert margin("ab", [0, 1]) == by_hand(12, 3)


def test_marks_count_and_unknown_ones_do_not() -> None:
    assert margin("a", marks={"M"}) == by_hand(6, 1, marks=1)
    assert margin("a", marks={"?"}) == by_hand(6, 1)


def test_there_is_none_without_weights() -> None:
    assert networks("no such family") is None


def test_together_they_say_the_mean() -> None:
    one, other = tiny(), tiny()
    other._outer_unit = 0.75
    alone = [member.margins([("ab", [0, 0])], ())[0] for member in (one, other)]
    assert alone[0] != alone[1]
    assert Ensemble([one, other]).margins([("ab", [0, 0])], ()) == [sum(alone) / 2]


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_trained_one_takes_any_text_and_keeps_nothing_of_it(text: str, other: str) -> None:
    trained = networks("rules")
    assert trained is not None

    def heard(reply: str) -> list[float]:
        return trained.margins([(reply, [0] * len(reply)), ("", []), ("", [])], ())

    first = heard(text)
    heard(other)
    assert heard(text) == first
    assert len(first) == len(trained.labels)
