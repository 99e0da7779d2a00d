"""Measures whether the screens grow: resident memory after many ticks, switches of buyer, focus changes and dialogs.

Run from the root of the checkout on Linux: `python benchmarks/screen_memory.py`.
"""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GOAL_MB = 10.0


def resident_mb() -> float:
    """Returns the memory the process has now."""
    gc.collect()
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


async def measure() -> dict[str, float]:
    """Returns the growth in MB of each part, after one warm-up of all of them."""
    sys.path.insert(0, str(ROOT))
    from tests.tui.demo_app import demo_app
    from tests.tui.demo_desk import DemoDesk, DemoSitting

    seconds = [0.0]
    app = demo_app("workbench", desk=DemoDesk(sitting=DemoSitting(lambda: seconds[0])))
    grown: dict[str, float] = {}
    async with app.run_test(size=(160, 45)) as pilot:

        async def ticks(times: int) -> None:
            for _ in range(times):
                seconds[0] += 1
                app.screen.tick()
                await pilot.pause(0)

        async def presses(times: int, *keys: str) -> None:
            for _ in range(times):
                await pilot.press(*keys)

        parts: tuple[tuple[str, Callable[[], Awaitable[None]]], ...] = (
            ("600 ticks", lambda: ticks(600)),
            ("200 switches of buyer", lambda: presses(200, "f8")),
            ("200 changes of focus", lambda: presses(100, "escape", "enter")),
            ("100 dialogs", lambda: presses(100, "f4", "escape")),
        )
        await ticks(50)
        await presses(10, "f8", "escape", "enter", "f4", "escape")
        for name, part in parts:
            before = resident_mb()
            await part()
            grown[name] = resident_mb() - before
    return grown


def main() -> None:
    """Prints the growth of each part and of all, with the goal."""
    grown = asyncio.run(measure())
    for name, growth in grown.items():
        print(f"{name}: {growth:+.1f} MB")
    print(f"all: {sum(grown.values()):+.1f} MB, goal < {GOAL_MB:.0f} MB")


if __name__ == "__main__":
    main()
