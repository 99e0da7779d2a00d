"""Every theme that the settings offer can be read: contrast as WCAG 2.2 (1.4.3) counts it."""

from __future__ import annotations

import pytest
from textual.color import Color

from simulator.tui.theme import QUIET, READABLE, THEMES, contrast, luminance
from tests.tui.demo_app import demo_app

_INKS = ("foreground", "muted", "primary", "secondary", "accent", "success", "warning", "error")
_GROUNDS = ("background", "surface", "panel", "coach")


@pytest.mark.parametrize("theme", THEMES)
def test_text_can_be_read_on_every_ground(theme: str) -> None:
    app = demo_app("home", theme=theme)
    variables = app.get_css_variables()
    assert app.theme == theme

    def ratio(ink: str, ground: str) -> float:
        return contrast(luminance(Color.parse(variables[ink])), luminance(Color.parse(variables[ground])))

    weak = {(ink, ground) for ink in _INKS for ground in _GROUNDS if ratio(ink, ground) < READABLE}
    weak |= {("foreground", bubble) for bubble in ("bubble-buyer", "bubble-agent") if ratio("foreground", bubble) < READABLE}
    weak |= {("faint", ground) for ground in ("background", "surface", "panel") if ratio("faint", ground) < QUIET}
    assert weak == set()
