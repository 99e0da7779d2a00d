"""Every screen at every size: nothing breaks, the keys are told, and a terminal that is too small says so."""

from __future__ import annotations

import pytest

from simulator.tui.screens.too_small import TooSmall
from simulator.tui.screens.workbench import Workbench
from simulator.tui.widgets.chat_input import ChatInput
from tests.tui.demo_app import SCREENS, demo_app
from tests.tui.driving import press, seen, type_text

SIZES = [(60, 18), (80, 24), (100, 30), (120, 32), (160, 45), (200, 60)]


@pytest.mark.parametrize("screen", ["home", "home:empty", "home:problems", "workbench", "workbench:one", "workbench:exam", *SCREENS])
async def test_a_screen_lives_at_every_size_and_in_both_languages(screen: str) -> None:
    for lang, theme in (("zh", "kefu-dark"), ("en", "solarized-light")):
        app = demo_app(screen, lang=lang, theme=theme)
        async with app.run_test(size=SIZES[0]) as pilot:
            await pilot.pause()
            for size in SIZES:
                await pilot.resize_terminal(*size)
                await pilot.pause()
                rows = seen(app).split("\n")
                assert app.words("key.help") in rows[-1]
                assert app.screen.max_scroll_y == 0
                if isinstance(app.screen, Workbench):
                    assert "F9" in rows[-1]
                    assert "F10" in rows[-1]
                assert not isinstance(app.screen, TooSmall)


async def test_empty_states_say_what_to_do() -> None:
    for screen, words in (("home:empty", "welcome.3"), ("exam:empty", "exam.none"), ("results:empty", "welcome.3")):
        app = demo_app(screen)
        async with app.run_test(size=(160, 45)) as pilot:
            await pilot.pause()
            assert app.words(words) in seen(app)


async def test_a_small_terminal_says_so_and_lets_one_on() -> None:
    app = demo_app("workbench")
    async with app.run_test(size=(50, 15)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, TooSmall)
        assert "50×15" in seen(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, Workbench)
        await type_text(pilot, "还能打字")
        assert app.screen.query_one(ChatInput).text == "还能打字"
        await pilot.resize_terminal(40, 10)
        await pilot.pause()
        assert isinstance(app.screen, Workbench)


async def test_a_terminal_that_grows_goes_on_by_itself_and_keeps_the_draft() -> None:
    app = demo_app("workbench")
    async with app.run_test(size=(100, 30)) as pilot:
        await type_text(pilot, "写到一半")
        await pilot.resize_terminal(30, 8)
        await pilot.pause()
        assert isinstance(app.screen, TooSmall)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert isinstance(app.screen, Workbench)
        assert app.screen.query_one(ChatInput).text == "写到一半"
