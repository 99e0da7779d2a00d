"""What the trainee does at the workbench reaches the sitting, and what happens there reaches the screen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from simulator.clean import LIMIT
from simulator.tui.screens.action_form import ActionForm
from simulator.tui.screens.choose import Choose
from simulator.tui.screens.debrief import Debrief
from simulator.tui.screens.home import Home
from simulator.tui.screens.workbench import Workbench
from simulator.tui.widgets.chat_input import ChatInput
from simulator.tui.widgets.conversation_list import ConversationList
from simulator.tui.widgets.phrase_menu import PhraseMenu
from simulator.tui.widgets.transcript import Transcript
from tests.tui.demo_app import demo_app
from tests.tui.demo_content import HOSTILE, PHRASES
from tests.tui.demo_desk import DemoDesk, DemoSitting
from tests.tui.driving import SIZE, paste, press, seen, shown, type_text


class Clock:
    """Seconds that the test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def workbench(sitting: DemoSitting | None = None) -> tuple[Any, DemoSitting]:
    desk = DemoDesk(sitting=sitting or DemoSitting())
    return demo_app("workbench", desk=desk), desk.sitting


async def test_typed_chinese_is_sent_and_shown() -> None:
    app, sitting = workbench()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await type_text(pilot, "您好亲，这款“加绒”的～😂")
        await press(pilot, "enter")
        assert sitting.said == [("c1", "您好亲，这款“加绒”的～😂")]
        assert app.screen.query_one(ChatInput).text == ""
        assert "您好亲，这款“加绒”的～" in seen(app)


async def test_enter_never_overtakes_the_words_before_it() -> None:
    app, sitting = workbench()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await type_text(pilot, "照片收到了，马上给您补发一只新的\r对不起")
        await pilot.pause()
        assert sitting.said == [("c1", "照片收到了，马上给您补发一只新的")]
        assert app.screen.query_one(ChatInput).text == "对不起"


async def test_ctrl_j_breaks_the_line_and_blank_text_is_not_sent() -> None:
    app, sitting = workbench()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "enter", "space", "enter")
        assert sitting.said == []
        await type_text(pilot, "一")
        await press(pilot, "ctrl+j")
        await type_text(pilot, "二　三")
        await press(pilot, "enter")
        assert sitting.said == [("c1", " 一\n二　三")]


@pytest.mark.parametrize("opener", ["/", "、", "／"])
@pytest.mark.parametrize(("query", "name"), [("fh", "发货时效"), ("发货", "发货时效"), ("2", "发货时效"), ("", "欢迎")])
async def test_phrases_are_found_by_initials_words_and_number(opener: str, query: str, name: str) -> None:
    app, sitting = workbench()
    phrase = next(phrase for phrase in PHRASES if phrase.name == name)
    async with app.run_test(size=SIZE) as pilot:
        await type_text(pilot, opener + query)
        assert app.screen.query_one(PhraseMenu).is_open
        await press(pilot, "tab")
        assert app.screen.query_one(ChatInput).text == phrase.text
        assert not app.screen.query_one(PhraseMenu).is_open
        assert sitting.said == []


async def test_arrows_choose_a_phrase_and_escape_puts_the_menu_away() -> None:
    app, _ = workbench()
    async with app.run_test(size=SIZE) as pilot:
        await type_text(pilot, "/")
        await press(pilot, "down", "down", "enter")
        assert app.screen.query_one(ChatInput).text == PHRASES[2].text
        app.screen.query_one(ChatInput).put("")
        await type_text(pilot, "/")
        await press(pilot, "escape")
        assert not app.screen.query_one(PhraseMenu).is_open
        assert app.screen.query_one(ChatInput).has_focus


async def test_a_draft_stays_with_its_buyer() -> None:
    app, _ = workbench()
    async with app.run_test(size=SIZE) as pilot:
        await type_text(pilot, "写给小满")
        await press(pilot, "f8")
        box = app.screen.query_one(ChatInput)
        assert (app.screen.talk.id, box.text) == ("c2", "")
        await type_text(pilot, "写给大橘")
        await press(pilot, "f7")
        assert (app.screen.talk.id, box.text) == ("c1", "写给小满")
        await press(pilot, "f8")
        assert box.text == "写给大橘"


async def test_buyers_are_reached_by_digit_by_urgency_and_by_mouse() -> None:
    app, _ = workbench()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "escape", "4")
        assert app.screen.talk.id == "c4"
        await press(pilot, "ctrl+g")
        assert app.screen.talk.id == "c2"
        await press(pilot, "enter")
        assert app.screen.query_one(ChatInput).has_focus
        await pilot.click(ConversationList, offset=(5, 7))
        await pilot.pause()
        assert app.screen.talk.id == "c3"


async def test_waiting_clocks_run_with_the_sitting() -> None:
    clock = Clock()
    app, _ = workbench(DemoSitting(clock))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "00:47" in seen(app)
        clock.now = 75
        app.screen.tick()
        await pilot.pause()
        assert "!02:02" in seen(app)


async def test_a_price_is_checked_before_it_goes_to_the_desk() -> None:
    app, sitting = workbench()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "f2")
        assert isinstance(app.screen, ActionForm)
        await type_text(pilot, "一百")
        await press(pilot, "enter")
        assert isinstance(app.screen, ActionForm)
        assert sitting.acted == []
        assert app.words("form.no_money") in seen(app)
        await press(pilot, "ctrl+u")
        await type_text(pilot, "１１５．５")
        await press(pilot, "enter")
        assert sitting.acted == [("c1", "change_price", {"to": 115.5})]


async def test_a_remark_carries_its_flag_and_escape_takes_nothing() -> None:
    app, sitting = workbench()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "f4")
        await press(pilot, "ctrl+u")
        await type_text(pilot, "改寄公司")
        await press(pilot, "enter", "right", "enter")
        assert sitting.acted == [("c1", "remark", {"text": "改寄公司", "flag": "green"})]
        await press(pilot, "f5", "escape")
        assert len(sitting.acted) == 1
        assert isinstance(app.screen, Workbench)


async def test_the_menu_reaches_every_action() -> None:
    app, sitting = workbench()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "f9", "6")
        assert sitting.acted == [("c1", "lookup_parcel", {})]
        await press(pilot, "f9", "5", "2")
        assert sitting.acted[-1] == ("c1", "send_coupon", {"id": "c10"})
        await press(pilot, "f9", "end", "enter")
        assert isinstance(app.screen, Choose)
        await press(pilot, "enter")
        assert len(sitting.acted) == 2
        await press(pilot, "f9", "end", "enter", "2")
        assert sitting.acted[-1] == ("c1", "block", {})


async def test_what_the_desk_refuses_is_told_and_the_text_stays() -> None:
    app, sitting = workbench()
    sitting.refuses = "磁盘满了 [/]"
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await type_text(pilot, "别丢了我")
        await press(pilot, "enter")
        assert app.screen.query_one(ChatInput).text == "别丢了我"
        assert "磁盘满了 [/]" in seen(app)


async def test_a_sitting_that_cannot_go_on_says_so_and_leads_home() -> None:
    app, sitting = workbench()
    async with app.run_test(size=SIZE) as pilot:
        sitting.broken = "日志写不进去了"
        app.screen.tick()
        await pilot.pause()
        assert "日志写不进去了" in seen(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, Home)


async def test_a_reader_of_old_messages_is_not_torn_away() -> None:
    app, sitting = workbench()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "escape", "5")
        chat = app.screen.query_one(Transcript)
        assert chat.scroll_offset.y == chat.max_scroll_y > 100
        await press(pilot, "pageup", "pageup")
        before = chat.scroll_offset.y
        sitting.say("c5", "buyer", "还在吗")
        app.screen.tick()
        await pilot.pause()
        assert chat.scroll_offset.y == before
        assert app.words("chat.more_below", n=1) in seen(app)
        await press(pilot, "pagedown", "pagedown", "pagedown")
        assert app.words("chat.more_below", n=1) not in seen(app)
        assert "还在吗" in seen(app)


async def test_hostile_texts_are_shown_as_they_are() -> None:
    app, sitting = workbench()
    async with app.run_test(size=(160, 60), notifications=True) as pilot:
        await press(pilot, "escape", "6")
        await pilot.pause()
        screen = seen(app)
        for text in (
            "[/b][link=https://example.org]点我[/]",
            "[@click=app.quit]点我退出[/]",
            "[M]码 [ABC] [$primary]x [ok]",
            "\\[[x]]\\",
            "[b]标签[/b]",
        ):
            assert text in screen
        assert not any((ord(character) < 32 and character != "\n") or 0x7F <= ord(character) < 0xA0 for character in screen)
        await press(pilot, "enter")
        for text in HOSTILE:
            await paste(pilot, text)
            await press(pilot, "enter")
        assert app.is_running
        assert len(sitting.said) == len(HOSTILE)
        assert not any("\x1b" in text or "\x9b" in text for _, text in sitting.said)


async def test_a_long_paste_is_cut_to_what_the_desk_takes() -> None:
    app, sitting = workbench()
    async with app.run_test(size=SIZE) as pilot:
        await paste(pilot, "亲\n" * 5000)
        box = app.screen.query_one(ChatInput)
        assert len(box.text) == LIMIT
        await type_text(pilot, "再多打一个字")
        assert len(box.text) == LIMIT
        await press(pilot, "enter")
        assert len(sitting.said[0][1]) == LIMIT


async def test_the_drawer_opens_where_there_is_no_room_beside_the_talk() -> None:
    app, _ = workbench()
    async with app.run_test(size=(80, 24)) as pilot:
        assert not app.screen.query_one("#order").display
        await press(pilot, "f3")
        assert await shown(pilot, "221104873365")
        await press(pilot, "f3")
        assert not app.screen.query_one("#order").display
        assert app.screen.query_one(ChatInput).has_focus


async def test_whoever_types_while_the_order_is_in_front_writes_the_reply() -> None:
    app, _ = workbench()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "f3")
        await type_text(pilot, "好的")
        box = app.screen.query_one(ChatInput)
        assert box.text == "好的"
        assert box.has_focus


async def test_a_hint_is_shown_until_there_are_no_more() -> None:
    app, _ = workbench()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await press(pilot, "f6")
        assert "先认同，再讲差异。" in seen(app)
        await press(pilot, "f6", "f6")
        assert app.words("hint.none") in seen(app)


async def test_leaving_asks_and_staying_is_the_first_answer() -> None:
    app, sitting = workbench()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "escape", "escape")
        assert isinstance(app.screen, Choose)
        await press(pilot, "enter")
        assert isinstance(app.screen, Workbench)
        await press(pilot, "f10", "3")
        assert isinstance(app.screen, Home)
        assert sitting.left
        assert not sitting.ended


async def test_finishing_leads_to_the_debrief() -> None:
    app, sitting = workbench()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "f10", "2")
        assert sitting.ended
        assert isinstance(app.screen, Debrief)


async def test_a_talk_that_is_over_takes_no_more_and_enter_shows_the_debrief() -> None:
    app, sitting = workbench(DemoSitting(talks=1))
    async with app.run_test(size=SIZE) as pilot:
        sitting.change("c1", ended="买了", waiting_s=None)
        app.screen.tick()
        await type_text(pilot, "还在打字")
        await press(pilot, "enter")
        assert isinstance(app.screen, Workbench)
        assert app.screen.query_one(ChatInput).text == ""
        await press(pilot, "enter")
        assert isinstance(app.screen, Debrief)
        assert sitting.said == []


async def test_desk_work_can_be_done_after_the_buyer_left_and_the_screen_says_so() -> None:
    app, sitting = workbench(DemoSitting(talks=1))
    async with app.run_test(size=(80, 24)) as pilot:
        order = replace(sitting.talks[0].order, stage="paid", remark="", flag="")
        sitting.change("c1", ended="买了", waiting_s=None, order=order)
        app.screen.tick()
        await pilot.pause()
        assert "订单还没有备注：按 F4 补上" in seen(app)
        assert app.words("reply.debrief") in seen(app)
        await press(pilot, "f4")
        await type_text(pilot, "林小满 雾蓝L 中通")
        await press(pilot, "enter", "enter")
        assert sitting.acted == [("c1", "remark", {"text": "林小满 雾蓝L 中通", "flag": "red"})]
        sitting.change("c1", order=replace(order, remark="林小满 雾蓝L 中通"))
        app.screen.tick()
        await pilot.pause()
        assert "还没有备注" not in seen(app)


async def test_typing_is_shown_while_the_buyer_types() -> None:
    app, sitting = workbench()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        words = app.words("chat.typing")
        before = seen(app).count(words)
        sitting.talks[0] = replace(sitting.talks[0], typing=True)
        app.screen.tick()
        await pilot.pause()
        assert seen(app).count(words) == before + 2


async def test_escape_never_hands_in_an_exam_without_asking() -> None:
    app, sitting = workbench(DemoSitting(talks=1, mode="exam"))
    async with app.run_test(size=SIZE) as pilot:
        sitting.number = 3
        sitting.change("c1", ended="走了", waiting_s=None)
        app.screen.tick()
        await press(pilot, "escape", "escape")
        assert not sitting.ended
        assert isinstance(app.screen, Workbench)


async def test_a_shortcut_that_finds_no_phrase_is_not_sent_to_the_buyer() -> None:
    app, sitting = workbench(DemoSitting(talks=1))
    async with app.run_test(size=SIZE) as pilot:
        await type_text(pilot, "/zzz")
        await press(pilot, "enter")
        assert sitting.said == []


@pytest.mark.parametrize(("talks", "shown"), [(1, False), (3, True)])
async def test_help_tells_of_picking_buyers_only_where_there_are_several(talks: int, shown: bool) -> None:
    app, _ = workbench(DemoSitting(talks=talks))
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "f1")
        await pilot.pause()
        assert ("Esc 1…9" in seen(app)) is shown
