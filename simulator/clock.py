"""Clocks: seconds since a sitting began. Nothing else in the product asks the machine for the time of a talk."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the seconds since the sitting began."""

    def now(self) -> float: ...


class VirtualClock:
    """A clock that moves only when told: for headless runs and tests, where an hour takes no time."""

    def __init__(self, at: float = 0.0) -> None:
        self._at = at

    def now(self) -> float:
        return self._at

    def advance(self, seconds: float) -> None:
        """Moves on by `seconds`, which may not be negative."""
        if seconds < 0:
            raise ValueError(f"a clock cannot go back ({seconds} s)")
        self._at += seconds

    def advance_to(self, at: float) -> None:
        """Moves on to `at`; an earlier moment is ignored, since a clock never goes back."""
        self._at = max(self._at, at)


class WallClock:
    """Real time, `speed` virtual seconds a real one, starting at `at`. It can be paused, and never goes back."""

    def __init__(self, at: float = 0.0, speed: float = 1.0) -> None:
        self._at, self._speed, self._since = at, speed, time.monotonic()
        self._paused = False

    def now(self) -> float:
        if self._paused:
            return self._at
        return self._at + (time.monotonic() - self._since) * self._speed

    def pause(self) -> None:
        self._at, self._paused = self.now(), True

    def go_on(self) -> None:
        if self._paused:
            self._since, self._paused = time.monotonic(), False


class UtcClock:
    """Seconds since `started`, by the computer's UTC time: an exam goes on while nobody looks. It never goes back."""

    def __init__(self, started: datetime) -> None:
        self._started, self._latest = started, 0.0

    def now(self) -> float:
        self._latest = max(self._latest, (datetime.now(UTC) - self._started).total_seconds())
        return self._latest
