"""Measures headless play, as ratios: an hour of talk to the time it takes, a durable journal to one in memory.

Run from the root of the checkout: `python benchmarks/headless_speed.py [--runs N]`.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from simulator.conversation import Cast
from simulator.journal import Journal, MemoryJournal, Recorder
from simulator.library import Library
from simulator.session import Session, header_of

HOUR_S = 3600.0
GOAL_S = 1.0
"""An hour of talk takes less than this."""


def hour(cast: Cast, seed: int, journal: Recorder) -> int:
    """Returns how many events an hour of talk has. The agent says something every 20 s; time is looked at ten times a second."""
    session = Session([cast], seed, journal, HOUR_S)
    says = ["亲,请稍等,我帮您查一下", "这款是活动价了哦,面料很好的", "不好意思,价格动不了呢", "您喜欢可以先拍下哦"]
    for tenth in range(int(HOUR_S * 10)):
        session.advance(tenth / 10)
        if tenth % 200 == 100:
            session.reply("c1", says[tenth // 200 % len(says)])
    return len(session.events)


def seconds(work: Callable[[], object], runs: int) -> float:
    """Returns the median time of `work` in seconds."""
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    cast = Library.load().cast("haggler_last_piece")
    header = header_of([cast], id="b1", seed=1, started="2026-03-02T10:00:00+08:00")
    hour(cast, 1, MemoryJournal(header))
    memory = seconds(lambda: hour(cast, 1, MemoryJournal(header)), runs)
    print(f"an hour of talk: {memory:.2f} s, {HOUR_S / memory:,.0f} times as fast as real time (goal: {HOUR_S / GOAL_S:,.0f})")
    with tempfile.TemporaryDirectory() as folder:
        number = iter(range(runs))

        def durable() -> None:
            with Journal.create(Path(folder) / f"{next(number)}.jsonl", header) as journal:
                hour(cast, 1, journal)

        disk = seconds(durable, runs)
    print(f"with every event on disk: {disk / memory:.2f} times as long")


if __name__ == "__main__":
    main()
