"""The border with the terminal: what Textual 8.2.8 leaves open there and we close. Each repair names its reason."""

from __future__ import annotations

import asyncio
import codecs
import contextlib
import functools
import signal
import sys
from collections.abc import Callable
from typing import Any

from textual import _xterm_parser, constants
from textual._styles_cache import StylesCache
from textual.app import App
from textual.driver import Driver

from simulator.clean import clean

_SAVE_TITLE, _RESTORE_TITLE = "\x1b[22;2t", "\x1b[23;2t"


def repair() -> None:
    """Mends Textual once for the process; calling it again changes nothing."""
    # An input method may commit a long text as one escape sequence; beyond 32 bytes the parser would type it out as garbage.
    setattr(_xterm_parser, "_MAX_SEQUENCE_SEARCH_THRESHOLD", 1024)  # noqa: B010 - a Final of another package
    # textual#6665: the cache keeps the strips of closed widgets alive for ever.
    cached: Any = StylesCache.get_inner_outer
    if hasattr(cached, "__wrapped__"):
        setattr(StylesCache, "get_inner_outer", cached.__wrapped__)  # noqa: B010 - a method of another package
    # TEXTUAL_PRESS in the environment would type for the trainee.
    setattr(constants, "PRESS", "")  # noqa: B010 - a Final of another package


def lenient(driver: type[Driver]) -> type[Driver]:
    """Returns `driver`, reading bytes that are no UTF-8 as replacement marks: one such byte would end the program (textual#6456)."""
    module: Any = sys.modules[driver.__module__]
    if hasattr(module, "getincrementaldecoder"):
        module.getincrementaldecoder = _lenient_decoder
    return driver


def _lenient_decoder(encoding: str) -> Callable[[], codecs.IncrementalDecoder]:
    return functools.partial(codecs.getincrementaldecoder(encoding), errors="replace")


def leave_on_signals(leave: Callable[[int], None]) -> None:
    """Calls `leave(exit code)` when the terminal goes away or the process is told to end, so that the terminal is restored first."""
    loop = asyncio.get_running_loop()
    for name in ("SIGHUP", "SIGTERM"):
        number = getattr(signal, name, None)
        if number is not None:
            # Windows has no such handlers in the loop; a test may run outside the main thread.
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, leave, 128 + number)


def save_title(app: App[Any]) -> None:
    """Asks the terminal to keep the title it has."""
    _write(app, _SAVE_TITLE)


def restore_title(app: App[Any]) -> None:
    """Asks the terminal to take back the title it had."""
    _write(app, _RESTORE_TITLE)


def show_title(app: App[Any], title: str) -> None:
    """Sets the title of the terminal's window."""
    _write(app, f"\x1b]2;{clean(title, limit=80)}\x07")


def _write(app: App[Any], sequence: str) -> None:
    driver = app._driver
    if driver is not None and not driver.is_headless and not driver.is_web:
        driver.write(sequence)
