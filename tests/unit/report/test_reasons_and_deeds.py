"""Why moods change and what was done, in the words of the debrief and of the workbench."""

from __future__ import annotations

import pytest

from simulator.events import ActionTaken, WorldChanged
from simulator.knowledge import item_rows, order_rows, shop_rows
from simulator.library import Library
from simulator.report.reasons import reasons
from simulator.told import told


@pytest.fixture(scope="module")
def library() -> Library:
    from simulator.grading import open_library

    return open_library()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_change_of_a_mood_has_a_reason(library: Library, lang: str) -> None:
    for persona in library.personas.values():
        known = reasons(persona, lang)
        wanted = {f"{persona.persona}.confused", f"{persona.persona}.confused_too_often"}
        for name, state in persona.states.items():
            path = f"{persona.persona}.{name}"
            wanted |= {persona.full_id(name, move) for move in persona.moves_of(name) if move.mood}
            wanted |= {f"{path}.silence_{number}" for number in range(1, len(state.silence) + 1)}
            wanted |= {f"{path}.unanswered", f"{path}.unanswered_too_often"} if state.unanswered else set()
        assert [name for name in sorted(wanted) if not known.get(name)] == []


def test_the_question_is_quoted_where_the_persona_says_it(library: Library) -> None:
    known = reasons(library.personas["first_time_shopper"], "zh")
    assert known["first_time_shopper.asks_size.unanswered"] == "没有回答买家的问题「我穿多大码」"
    assert "我穿" not in reasons(library.personas["first_time_shopper"], "en")["first_time_shopper.asks_size.unanswered"]


@pytest.mark.parametrize(
    ("event", "zh", "en"),
    [
        (ActionTaken(1, "remark", {"text": "雾蓝L", "flag": "red"}, "c1"), "备注：雾蓝L（红旗）", "Remark: 雾蓝L (red flag)"),
        (ActionTaken(1, "remark", {"text": "雾蓝L"}, "c1"), "备注：雾蓝L", "Remark: 雾蓝L"),
        (ActionTaken(1, "escalate", {}, "c1"), "请示主管", "Asked the supervisor"),
        (ActionTaken(1, "escalate", {"to": "warehouse", "note": "缺货"}, "c1"), "请示仓库：缺货", "Asked the warehouse: 缺货"),
        (
            ActionTaken(1, "report", {"reason": "blackmail", "evidence": "14:06"}, "c1"),
            "举报买家（敲诈勒索）：14:06",
            "Reported the buyer (blackmail): 14:06",
        ),
        (WorldChanged(1, "review_posted", {"good": False}, "c1"), "买家给了差评", "The buyer left a bad review"),
        (WorldChanged(1, "buyer_moved", {"move": "x"}, "c1"), "", ""),
    ],
)
def test_deeds_are_told_in_words(event: ActionTaken | WorldChanged, zh: str, en: str) -> None:
    assert (told(event, "zh"), told(event, "en")) == (zh, en)


def test_a_coupon_is_told_by_its_name(library: Library) -> None:
    shop = library.shops["linji_womenswear"]
    coupon = shop.coupons[0]
    assert coupon.name.zh in told(ActionTaken(1, "send_coupon", {"id": coupon.id}, "c1"), "zh", shop)


def test_what_the_desk_knows_is_labelled_in_the_language_of_the_user(library: Library) -> None:
    scenario = library.scenarios["haggler_last_piece"]
    shop = library.shops[scenario.shop]
    rows = {row.label: row.value for row in (*item_rows(scenario, shop, "zh"), *shop_rows(scenario, shop, "zh"))}
    assert (rows["包邮"], rows["货到付款"], rows["无理由退货"]) == ("是", "不支持", "7 天")
    assert [row.label for row in order_rows({"name": "林小满", "size": "L", "琴弦": "细"}, "zh")] == ["姓名", "尺码", "琴弦"]
    assert [row.label for row in order_rows({"color": "blue"}, "en")] == ["Colour"]
