"""What every test gets: a home of its own, no colour switch from outside, the interface in Chinese."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Returns an empty home directory that the program uses instead of the user's."""
    place = tmp_path / "home"
    monkeypatch.setenv("KEFU_HOME", str(place))
    for name in ("NO_COLOR", "KEFU_CONTENT", "TEXTUAL_PRESS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    return place
