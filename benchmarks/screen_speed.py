"""Measures how fast the screens are, as ratios to a minimal Textual chat screen on the same machine: first painted frame, key to repaint.

Run from the root of the checkout: `python benchmarks/screen_speed.py [--runs N] [--keys N]`. Needs a POSIX pseudo-terminal.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ME = Path(__file__).resolve()
MINIMAL_MARK, KEFU_MARK, DESK_MARK = "minimal chat", "客服道场", "林小满"
FRAME_GOAL, KEY_GOAL = 1.5, 2.0


def minimal() -> None:
    """Shows a chat screen with nothing behind it."""
    from textual.app import App, ComposeResult
    from textual.widgets import Input, RichLog, Static

    class Chat(App[None]):
        def compose(self) -> ComposeResult:
            yield Static(MINIMAL_MARK)
            yield RichLog()
            yield Input()

        def on_mount(self) -> None:
            self.query_one(Input).focus()

    Chat().run()


def desk() -> None:
    """Shows the workbench with eight conversations whose clocks run."""
    sys.path.insert(0, str(ROOT))
    from simulator.tui.app import KefuApp
    from tests.tui.demo_desk import DemoDesk, DemoSitting

    demo = DemoDesk(sitting=DemoSitting(time.monotonic))
    KefuApp(demo, demo.sitting).run()


@contextmanager
def screen(command: list[str], home: str) -> Iterator[tuple[int, float]]:
    """Yields (terminal, start time) of `command` on a pseudo-terminal of 120x32."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 32, 120, 0, 0))
    environment = os.environ | {
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "zh_CN.UTF-8",
        "LC_ALL": "C.UTF-8",
        "KEFU_HOME": home,
    }
    start = time.perf_counter()
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True, cwd=ROOT)
    os.close(slave)
    try:
        yield master, start
    finally:
        process.kill()
        process.wait()
        os.close(master)


def seconds_until(terminal: int, text: str, *, within: float = 20.0) -> float:
    """Returns the time at which `text` was painted. Raises TimeoutError."""
    wanted, seen = text.encode(), b""
    end = time.perf_counter() + within
    while time.perf_counter() < end:
        ready, _, _ = select.select([terminal], [], [], 0.05)
        if ready:
            seen += os.read(terminal, 65536)
            if wanted in seen:
                return time.perf_counter()
    raise TimeoutError(f"{text!r} was not painted within {within:.0f} s")


def first_frame(command: list[str], mark: str, home: str) -> float:
    """Returns the seconds from the start of `command` to its first painted frame."""
    with screen(command, home) as (terminal, start):
        return seconds_until(terminal, mark) - start


def key_to_repaint(command: list[str], mark: str, keys: int, home: str) -> list[float]:
    """Returns, for each of `keys` typed characters, the seconds until it was on the screen."""
    times = []
    with screen(command, home) as (terminal, _):
        seconds_until(terminal, mark)
        time.sleep(0.5)
        for number in range(keys):
            character = chr(0x7A00 + number)
            start = time.perf_counter()
            os.write(terminal, character.encode())
            times.append(seconds_until(terminal, character) - start)
            time.sleep(0.03 + number % 7 * 0.013)
    return times


def main() -> None:
    """Prints both ratios with their goals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", choices=("minimal", "desk"), help="show one of the screens instead of measuring")
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--keys", type=int, default=60)
    asked = parser.parse_args()
    if asked.show:
        (minimal if asked.show == "minimal" else desk)()
        return
    plain = [sys.executable, str(ME), "--show", "minimal"]
    kefu = [sys.executable, "-c", "from simulator.cli.main import main; main()", "--lang", "zh"]
    with tempfile.TemporaryDirectory() as home:
        first_frame(kefu, KEFU_MARK, home)
        pairs = [(first_frame(plain, MINIMAL_MARK, home), first_frame(kefu, KEFU_MARK, home)) for _ in range(asked.runs)]
        base, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
        print(
            f"first painted frame: {ours / base:.2f}x of a minimal one ({ours * 1000:.0f} ms, {base * 1000:.0f} ms), goal < {FRAME_GOAL}x"
        )
        base = statistics.median(key_to_repaint(plain, MINIMAL_MARK, asked.keys, home))
        ours = statistics.median(key_to_repaint([sys.executable, str(ME), "--show", "desk"], DESK_MARK, asked.keys, home))
        print(f"key to repaint with 8 conversations: {ours / base:.2f}x ({ours * 1000:.1f} ms, {base * 1000:.1f} ms), goal < {KEY_GOAL}x")


if __name__ == "__main__":
    main()
