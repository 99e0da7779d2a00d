"""The border with the terminal: bytes that are no text, signals, the cursor that input methods follow."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from textual import _xterm_parser, constants
from textual._styles_cache import StylesCache
from textual.driver import Driver

from simulator.tui import terminal
from simulator.tui.app import KefuApp
from simulator.tui.widgets.chat_input import ChatInput
from tests.tui.demo_app import demo_app
from tests.tui.demo_desk import DemoDesk
from tests.tui.driving import press, type_text


def test_the_kitty_protocol_is_off_before_textual_is_imported() -> None:
    code = "import simulator.tui.app; from textual import constants; print(constants.DISABLE_KITTY_KEY)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert told.stdout.strip() == "True"


def test_repairs_are_in_place_and_can_be_repeated() -> None:
    terminal.repair()
    terminal.repair()
    assert _xterm_parser._MAX_SEQUENCE_SEARCH_THRESHOLD == 1024
    assert not hasattr(StylesCache.get_inner_outer, "cache_info")
    assert constants.PRESS == ""


def test_bytes_that_are_no_text_become_marks() -> None:
    from textual.drivers import linux_driver

    assert issubclass(terminal.lenient(linux_driver.LinuxDriver), Driver)
    decode = linux_driver.getincrementaldecoder("utf-8")().decode
    assert decode(b"\xff\xe4\xbd") == "\ufffd"
    assert decode(b"\xa0A") == "你A"


async def test_the_cursor_follows_the_input_when_the_layout_changes() -> None:
    app = demo_app("workbench")
    async with app.run_test(size=(80, 24)) as pilot:
        await type_text(pilot, "你好")
        box = app.screen.query_one(ChatInput)
        for size in ((120, 40), (60, 18)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            app._display(app.screen, None)
            assert app.cursor_position == box.cursor_screen_offset


async def test_being_told_to_end_leaves_with_its_code() -> None:
    app = demo_app("workbench")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app._leave(143)
        await pilot.pause()
    assert app.return_code == 143


async def test_ctrl_q_asks_first() -> None:
    app = demo_app("workbench")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "ctrl+q")
        assert app.is_running
        assert len(app.screen_stack) > 2


async def test_an_unknown_theme_falls_back_to_ours() -> None:
    desk = DemoDesk()
    desk.settings.theme = "no-such-theme"
    assert KefuApp(desk).theme == "kefu-dark"
