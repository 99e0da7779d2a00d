"""Prints readings a second of new replies of about 30 characters on one core, and what starting `kefu read` costs beside a bare Python."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping

from simulator.reading import read
from training.corpus import lines_of

TRIES = 7


def readings_per_second() -> float:
    """Returns the best of TRIES rounds over the corpus' replies of 26 to 34 characters, none of which is read twice."""
    texts = [line.text for line in lines_of("acts") if 26 <= len(line.text) <= 34][:2000]
    for text in texts[:500]:
        read(text)
    best = 0.0
    for round_ in range(TRIES):
        fresh = [f"{text}{chr(0x4E00 + round_)}" for text in texts]
        began = time.perf_counter()
        for text in fresh:
            read(text)
        best = max(best, len(fresh) / (time.perf_counter() - began))
    return best


def startup_ratio() -> tuple[float, float]:
    """Returns how many times longer `kefu read` of one line takes than `python -c pass`, and the milliseconds it takes; best of TRIES.

    Modules are compiled once, by the first try, as they are wherever Python may write; some machines forbid it by their environment.
    """
    with tempfile.TemporaryDirectory() as compiled:
        told = {**os.environ, "PYTHONPYCACHEPREFIX": compiled, "PYTHONDONTWRITEBYTECODE": ""}
        bare = min(_seconds([sys.executable, "-c", "pass"], told) for _ in range(TRIES))
        command = [sys.executable, "-m", "simulator.cli.main", "read", "-"]
        full = min(_seconds(command, told, "好的亲,给您便宜5块\n") for _ in range(TRIES + 1))
    return full / bare, full * 1000


def _seconds(command: list[str], told: Mapping[str, str], given: str = "") -> float:
    began = time.perf_counter()
    subprocess.run(command, input=given, capture_output=True, text=True, check=True, env=told)
    return time.perf_counter() - began


def main() -> None:
    """Prints both figures."""
    print(f"{readings_per_second():,.0f} new readings a second")
    ratio, milliseconds = startup_ratio()
    print(f"kefu read starts in {milliseconds:.0f} ms, {ratio:.1f} times python -c pass")


if __name__ == "__main__":
    main()
