"""An exam on the screen: nothing starts it, ends it or helps in it by accident."""

from __future__ import annotations

import string

from simulator.tui.app import KefuApp
from simulator.tui.screens.choose import Choose
from simulator.tui.screens.debrief import Debrief
from simulator.tui.screens.exam import ExamRules
from simulator.tui.screens.workbench import Workbench
from simulator.views import Invitation
from tests.tui.demo_app import demo_app
from tests.tui.demo_desk import DemoDesk, DemoSitting
from tests.tui.driving import SIZE, press, seen, type_text

KEYS = [
    *(f"f{number}" for number in range(1, 13)),
    *(f"ctrl+{letter}" for letter in string.ascii_lowercase),
    *(
        "escape",
        "tab",
        "shift+tab",
        "backspace",
        "delete",
        "home",
        "end",
        "pageup",
        "pagedown",
        "up",
        "down",
        "left",
        "right",
        "insert",
        "space",
    ),
    *("ctrl+up", "ctrl+down", "ctrl+left", "ctrl+right", "alt+enter", "ctrl+delete", "shift+insert", "q", "x", "0", "9"),
]


async def test_no_key_ends_an_exam() -> None:
    desk = DemoDesk(sitting=DemoSitting(mode="exam", talks=1))
    app = demo_app("workbench", desk=desk)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        for key in KEYS:
            await pilot.press(key)
            assert app.is_running, key
            while not isinstance(app.screen, Workbench):
                await press(pilot, "escape")
        assert not desk.sitting.ended
        assert desk.sitting.number == 1
        assert not any(kind == "coach" for kind in (bubble.kind for bubble in desk.sitting.talks[0].bubbles[12:]))


async def test_an_exam_starts_only_with_a_name_and_a_yes() -> None:
    desk = DemoDesk()
    app = demo_app("exam", desk=desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.pause()
        assert "致命违规" in seen(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, ExamRules)
        await type_text(pilot, "小夏 007")
        await press(pilot, "enter", "enter")
        assert desk.started == []
        assert isinstance(app.screen, ExamRules)
        await press(pilot, "enter", "2")
        assert desk.started == ["entry:小夏 007"]
        assert isinstance(app.screen, Workbench)
        assert app.words("exam.number", number=1, of=3) in seen(app)


async def test_whoever_is_called_to_an_exam_reads_its_rules_before_it_begins() -> None:
    desk = DemoDesk()
    app = KefuApp(desk, Invitation("entry", "小夏 007", 5))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.pause()
        assert "致命违规" in seen(app)
        assert "小夏 007" in seen(app)
        assert desk.started == []
        await press(pilot, "enter", "2")
        assert desk.started == ["entry:小夏 007"]
        assert isinstance(app.screen, Workbench)


async def test_a_talk_is_handed_in_after_a_question_and_the_next_one_comes() -> None:
    desk = DemoDesk(sitting=DemoSitting(mode="exam", talks=1))
    app = demo_app("workbench", desk=desk)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await type_text(pilot, "没发出去的草稿")
        await press(pilot, "f10")
        assert isinstance(app.screen, Choose)
        await press(pilot, "2")
        assert desk.sitting.number == 2
        assert "tb_8842190" in seen(app)
        assert "没发出去的草稿" not in seen(app)
        await press(pilot, "f10", "2", "f10", "2")
        assert desk.sitting.ended
        assert isinstance(app.screen, Debrief)


async def test_when_the_time_is_up_the_verdict_is_shown() -> None:
    clock = [0.0]
    desk = DemoDesk(sitting=DemoSitting(lambda: clock[0], mode="exam", talks=1))
    app = demo_app("workbench", desk=desk)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        clock[0] = 5000.0
        app.screen.tick()
        await pilot.pause()
        assert isinstance(app.screen, Debrief)
        assert "没有通过" in seen(app)


async def test_an_unfinished_exam_can_be_gone_on_with_but_not_discarded() -> None:
    desk = DemoDesk(unfinished_mode="exam")
    app = demo_app("home", desk=desk)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert app.words("key.discard") not in seen(app)
        await press(pilot, "d", "2")
        assert desk.discarded == []
