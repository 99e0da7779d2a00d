"""The screens around the workbench: home, browser, briefing, debrief, settings, help."""

from __future__ import annotations

from typing import Any

from simulator.tui.screens.briefing import BriefingScreen
from simulator.tui.screens.browser import Browser
from simulator.tui.screens.debrief import Debrief
from simulator.tui.screens.help import Help
from simulator.tui.screens.home import Home
from simulator.tui.screens.workbench import Workbench
from simulator.tui.widgets.sheet import Sheet
from tests.tui.demo_app import demo_app
from tests.tui.demo_desk import DemoDesk
from tests.tui.driving import SIZE, press, seen, type_text


def opened(screen: str) -> tuple[Any, DemoDesk]:
    desk = DemoDesk()
    return demo_app(screen, desk=desk), desk


async def test_an_unfinished_talk_is_the_first_thing_to_go_on_with() -> None:
    app, desk = opened("home")
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "enter")
        assert desk.started == ["u1"]
        assert isinstance(app.screen, Workbench)


async def test_an_unfinished_talk_is_discarded_after_a_question() -> None:
    app, desk = opened("home")
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "d", "enter")
        assert desk.discarded == []
        await press(pilot, "d", "2")
        assert desk.discarded == ["u1"]
        assert app.words("home.continue") not in seen(app)


async def test_from_home_to_the_talk_by_keyboard() -> None:
    app, desk = opened("home")
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "3")
        assert isinstance(app.screen, Browser)
        await type_text(pilot, "阿姨")
        await press(pilot, "enter")
        assert isinstance(app.screen, BriefingScreen)
        assert "你的权限是 118 元" in seen(app)
        await press(pilot, "enter")
        assert desk.started == ["first_phone"]
        await press(pilot, "f10", "3")
        assert isinstance(app.screen, Browser)
        await press(pilot, "escape")
        assert isinstance(app.screen, Home)


async def test_the_browser_filters_by_level_and_buyer_and_says_when_nothing_fits() -> None:
    app, _ = opened("browser")
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "f2")
        assert app.words("browser.count", n=2, of=8) in seen(app)
        await press(pilot, "f3")
        assert app.words("browser.none") in seen(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, Browser)


async def test_notes_are_walked_through_and_shown() -> None:
    app, _ = opened("debrief")
    async with app.run_test(size=(100, 20)) as pilot:
        await pilot.pause()
        await press(pilot, "p")
        assert app.words("debrief.notes", number=5, of=5) in seen(app)
        assert "备注里没有写买家姓名和尺码" in seen(app)
        await press(pilot, "n")
        assert app.words("debrief.notes", number=1, of=5) in seen(app)
        assert "首次响应过慢" in seen(app)


async def test_a_narrow_debrief_turns_its_pages() -> None:
    app, _ = opened("debrief")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.words("debrief.scores") in seen(app)
        await press(pilot, "tab")
        assert "正常 48 小时内发货" in seen(app)
        assert app.screen.query_one("#left-sheet", Sheet).has_focus
        await press(pilot, "tab")
        assert app.words("debrief.scores") in seen(app)
        await press(pilot, "n")
        await pilot.pause()
        assert "首次响应过慢" in seen(app)
        assert app.words("debrief.notes", number=1, of=5) in seen(app)


async def test_the_debrief_explains_marks_moods_and_formula() -> None:
    app, _ = opened("debrief")
    async with app.run_test(size=(160, 90)) as pilot:
        await pilot.pause()
        screen = seen(app)
        for text in ("可以这样说", "没有道歉，直接念规则", "总分 = 各维度得分 × 权重", "未评", "[/] 哦", "致命"):
            assert text in screen


async def test_again_and_export() -> None:
    app, desk = opened("debrief")
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await press(pilot, "e")
        assert "demo.txt" in seen(app)
        await press(pilot, "r")
        assert desk.started == ["haggler_last_piece"]
        assert isinstance(app.screen, Workbench)


async def test_an_exam_cannot_be_taken_again_from_its_verdict() -> None:
    desk = DemoDesk()
    app = demo_app("home", desk=desk)
    async with app.run_test(size=SIZE) as pilot:
        app.push_screen(Debrief(desk.debrief("demo"), ""))
        await press(pilot, "r")
        assert isinstance(app.screen, Debrief)
        assert desk.started == []


async def test_settings_are_saved_and_seen_at_once() -> None:
    app, desk = opened("settings")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await press(pilot, "right")
        assert desk.settings.language == "en"
        assert "Clock speed" in seen(app)
        await press(pilot, "down", "right")
        assert (desk.settings.theme, app.theme) == ("kefu-light", "kefu-light")
        await press(pilot, "down", "right", "right")
        assert desk.settings.speed == 4.0
        await press(pilot, "escape")
        assert "Settings" in seen(app)


async def test_help_lists_the_keys_of_the_screen() -> None:
    app, _ = opened("workbench")
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "f1")
        assert isinstance(app.screen, Help)
        for text in ("F2", "F10", "Ctrl+J", app.words("help.slash")):
            assert text in seen(app)
        await press(pilot, "f1")
        assert isinstance(app.screen, Workbench)


async def test_a_key_hint_can_be_clicked() -> None:
    app, _ = opened("workbench")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        bar = seen(app).split("\n")[-1]
        await pilot.click("#key-bar", offset=(bar.index("F1") + 1, 0))
        await pilot.pause()
        assert isinstance(app.screen, Help)


async def test_the_saved_theme_colours_the_first_frame() -> None:
    for theme in ("kefu-dark", "kefu-light", "nord"):
        app = demo_app("home", theme=theme)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause()
            assert app.screen.styles.background.hex == app.get_css_variables()["background"]
            assert app.screen.query_one("#home-left").styles.background.hex == app.get_css_variables()["surface"]


async def test_a_finished_talk_or_exam_opens_its_debrief_again() -> None:
    app, desk = opened("results")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        rows = seen(app)
        assert rows.index("不退一百就给差评") < rows.index("隔壁店更便宜") < rows.index("第一次网购的阿姨")
        await press(pilot, "enter")
        assert isinstance(app.screen, Debrief)
        await press(pilot, "escape", "down", "enter")
        assert isinstance(app.screen, Debrief)
        assert desk.debriefed == ["s5", "e1"]
        assert app.words("key.again") not in seen(app)
        await press(pilot, "escape", "escape")
        assert isinstance(app.screen, Home)
