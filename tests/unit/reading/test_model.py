"""The trained part: margins by sums of lanes, confidences, and how it is combined with patterns."""

from __future__ import annotations

import marshal

import pytest

from simulator.reading import prepare, read
from simulator.reading.model import Model, features_of, model

ROWS = bytes([138, 128, 4, 128, 148, 4, 118, 128, 4])
TWO_LABELS = {
    "labels": ("yes", "no"),
    "count": 3,
    "drawers": {"a": (1, "a"), "b": (2, "b\ncb")},
    "scales": [0.1, 0.1],
    "biases": [-0.5, 0.0],
    "squares": 0.25,
    "slopes": [2.0, 2.0],
    "offsets": [0.0, 0.0],
    "thresholds": [0.5, 0.9],
}


@pytest.fixture
def two() -> Model:
    return Model(marshal.dumps(TWO_LABELS) + ROWS)


def test_a_margin_is_the_weights_over_the_length_of_the_text_plus_the_bias(two: Model) -> None:
    assert two.believed(["a"]) == [("yes", pytest.approx(0.7311, abs=1e-4))]  # (138-128)*0.1/1 - 0.5 = 0.5, slope 2
    assert two.confidences(two.margins(["a", "b"])) == pytest.approx([0.6020, 0.9442], abs=1e-4)


def test_a_label_is_believed_from_its_own_threshold(two: Model) -> None:
    assert [label for label, _ in two.believed(["b"])] == ["no"]
    assert [label for label, _ in two.believed(["a", "cb", "b"])] == ["no"]


def test_unknown_features_count_for_nothing(two: Model) -> None:
    assert two.margins(["a", "never met"]) == two.margins(["a"])
    assert two.confidences(two.margins([])) == pytest.approx([0.2689, 0.5], abs=1e-4)


def test_reading_twice_gives_the_same_margin(two: Model) -> None:
    assert two.margins(["a", "b"]) == two.margins(["b", "a"]) == two.margins(["a", "b"])


def test_parts_are_compared_by_what_they_add(two: Model) -> None:
    assert two.share(two.sum(["a"]), "yes") > two.share(two.sum(["b"]), "yes") > two.share(two.sum(["cb"]), "yes")


def test_the_runs_of_a_text_are_features_wherever_they_stand_but_count_once(two: Model) -> None:
    for _ in range(25):  # the first texts open drawers, later ones are searched in one pass
        assert sorted(two.runs("acba")) == [(0, 0, 1), (0, 3, 4), (1, 2, 3), (2, 1, 3)]
        assert two.sum((), two.runs("acba")) == two.sum(["a", "b", "cb"])


def test_features_keep_scope_the_line_before_and_the_ask_apart() -> None:
    message = prepare("不能开", "agent", "能开发票吗", ("invoice",))
    found = features_of(message.normal.text, message.clauses, message.features, before="能开发票吗", asks=message.asks)
    assert {"能开", "n|能开", "B:发票", "A:invoice", "A:invoice|neg", "A:invoice|^不能开$"} <= found


def test_every_mark_of_the_model_says_so_and_lies_in_a_clause() -> None:
    text = "这款羊毛衫摸着软和不扎脖子,今晚给您把货装上车,路上雪大慢个一两天您担待"
    marks = [mark for mark in read(text).acts if mark.how == "model"]
    assert marks
    for mark in marks:
        assert mark.source == "model"
        assert 0 < mark.confidence <= 1
        assert 0 <= mark.span[0] < mark.span[1] <= len(text)
        assert "," not in text[slice(*mark.span)]


def test_a_text_of_ten_thousand_characters_is_read() -> None:
    acts = model("acts")
    assert acts is not None
    message = prepare("您好给您便宜五块吧" * 1200)
    assert len(acts.margins(features_of(message.normal.text, message.clauses, message.features))) == len(acts.labels)
