"""Screens are tested over the desk in memory, in colour, whatever the environment says."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "TEXTUAL_ANIMATIONS", "TEXTUAL_PRESS"):
        monkeypatch.delenv(name, raising=False)
