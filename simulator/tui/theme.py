"""The colours: our two themes, the variables they add to every theme, and the palette that line-API widgets paint with."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from rich.style import Style
from textual.app import App
from textual.color import Color
from textual.theme import Theme

_SCROLLBAR_GROUND = ("scrollbar-background", "scrollbar-background-hover", "scrollbar-background-active", "scrollbar-corner-color")

DARK = Theme(
    "kefu-dark",
    primary="#4A92FF",
    secondary="#8AB8FF",
    accent="#FF7A2F",
    success="#37C27C",
    warning="#F4B740",
    error="#FF5C5C",
    foreground="#E2E8F2",
    background="#0C1017",
    surface="#131924",
    panel="#1C2432",
    dark=True,
    variables={
        "bubble-buyer": "#222C3C",
        "bubble-agent": "#1D4E9E",
        "muted": "#8B97AA",
        "faint": "#667187",
        "line": "#243044",
        "coach": "#132A25",
        "border": "#3D8BFF",
        "border-blurred": "#2C3850",
        "input-cursor-background": "#FF7A2F",
        "input-cursor-foreground": "#0C1017",
        "scrollbar": "#2A3547",
        "scrollbar-hover": "#3D4C66",
        "scrollbar-active": "#3D8BFF",
        **dict.fromkeys(
            ("scrollbar-background", "scrollbar-background-hover", "scrollbar-background-active", "scrollbar-corner-color"), "#131924"
        ),
    },
)
LIGHT = Theme(
    "kefu-light",
    primary="#1265D8",
    secondary="#0F5BD0",
    accent="#C33E00",
    success="#097C46",
    warning="#975800",
    error="#CE2A33",
    foreground="#1C2430",
    background="#EAEEF5",
    surface="#FFFFFF",
    panel="#F0F3F8",
    dark=False,
    variables={
        "bubble-buyer": "#EBEFF6",
        "bubble-agent": "#CFE3FF",
        "muted": "#5F6B7C",
        "faint": "#7A8390",
        "line": "#DAE0EA",
        "coach": "#E3F6EC",
        "border": "#1265D8",
        "border-blurred": "#C3CDDB",
        "block-cursor-foreground": "#FFFFFF",
        "input-cursor-background": "#C33E00",
        "input-cursor-foreground": "#FFFFFF",
        "scrollbar": "#CBD4E1",
        "scrollbar-hover": "#A9B6C9",
        "scrollbar-active": "#1265D8",
        **dict.fromkeys(
            ("scrollbar-background", "scrollbar-background-hover", "scrollbar-background-active", "scrollbar-corner-color"), "#FFFFFF"
        ),
    },
)
THEMES = ("kefu-dark", "kefu-light", "nord", "gruvbox", "tokyo-night", "dracula", "catppuccin-latte", "solarized-light")
"""The themes that settings offer. The ansi themes are left out: our tints are unreadable on them."""

_AVATARS = ("#D9634A", "#4F80E0", "#2FA37B", "#9B6BDC", "#C98410", "#2C8FB3", "#CC4F7E", "#6A7A96")


READABLE = 4.5
"""The least contrast of text with what it stands on (WCAG 2.2, 1.4.3)."""
QUIET = 3.0
"""The least contrast of what is only there for those who look for it: times of day, counts, rules."""
_INKS = ("primary", "secondary", "accent", "success", "warning", "error")
"""The theme colours that text is written in."""


def own_variables(variables: Mapping[str, str], *, dark: bool) -> dict[str, str]:
    """Returns our variables for a theme of somebody else's, and its text colours where they could not be read on our grounds.

    Values are literal, as Textual requires.
    """

    def colour(name: str) -> Color:
        value = variables[name]
        return Color.parse("#808080" if value.startswith(("auto", "ansi")) else value)

    ground, ink, surface = colour("background"), colour("foreground"), colour("surface")
    panel = surface.blend(colour("panel"), 0.5)
    coach = surface.blend(colour("success"), 0.1)
    grounds = (ground, surface, panel, coach)
    found = {
        "panel": panel,
        "coach": coach,
        "bubble-buyer": surface.blend(ink, 0.1),
        "bubble-agent": surface.blend(colour("primary"), 0.25),
        "line": ground.blend(ink, 0.16),
        "foreground": readable(ink, grounds, dark, 7.0),
        "muted": readable(ground.blend(ink, 0.62), grounds, dark),
        "faint": readable(ground.blend(ink, 0.38), (ground, surface, panel), dark, QUIET),
    }
    found |= {name: readable(colour(name), grounds, dark) for name in _INKS}
    return {name: value.hex6 for name, value in found.items()}


def readable(colour: Color, grounds: Iterable[Color], dark: bool, least: float = READABLE) -> Color:
    """Returns `colour`, moved towards white (`dark`) or black until its contrast with every one of `grounds` is at least `least`."""
    hardest = min(map(luminance, grounds)) if not dark else max(map(luminance, grounds))
    towards = Color.parse("#FFFFFF" if dark else "#000000")
    for share in range(0, 101, 5):
        moved = colour.blend(towards, share / 100)
        if contrast(luminance(moved), hardest) >= least:
            break
    return moved


def luminance(colour: Color) -> float:
    """Returns the relative luminance of a colour, 0..1 (WCAG 2.2)."""
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in colour.normalized)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: float, other: float) -> float:
    """Returns the contrast ratio of two luminances, 1..21 (WCAG 2.2)."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


@dataclass(frozen=True, slots=True)
class Palette:
    """The resolved colours of a theme as #rrggbb."""

    background: str
    surface: str
    panel: str
    primary: str
    secondary: str
    accent: str
    success: str
    warning: str
    error: str
    foreground: str
    bubble_buyer: str
    bubble_agent: str
    muted: str
    faint: str
    line: str
    coach: str


_palettes: dict[str, Palette] = {}


def palette(app: App[Any]) -> Palette:
    """Returns the palette of the theme in use."""
    known = _palettes.get(app.theme)
    if known is None:
        variables = app.get_css_variables()

        def resolved(name: str) -> str:
            value = variables.get(name, "#888888")
            return Color.parse("#888888" if value.startswith(("auto", "ansi")) else value).hex6

        known = _palettes[app.theme] = Palette(**{item.name: resolved(item.name.replace("_", "-")) for item in fields(Palette)})
    return known


@lru_cache(maxsize=4096)
def mix(ground: str, other: str, share: float) -> str:
    """Returns `ground` with `share` (0..1) of `other` in it."""
    return Color.parse(ground).blend(Color.parse(other), share).hex6


@lru_cache(maxsize=4096)
def ink(colour: str, ground: str, bold: bool = False, italic: bool = False) -> Style:
    """Returns the style of text in `colour` on `ground`."""
    return Style(color=colour, bgcolor=ground, bold=bold or None, italic=italic or None)


@lru_cache(maxsize=1024)
def on(ground: str) -> str:
    """Returns black or white, whichever reads better on `ground`."""
    return "#FFFFFF" if Color.parse(ground).brightness < 0.62 else "#10151F"


def avatar(nick: str) -> str:
    """Returns the colour that stands for a buyer, the same in every session."""
    return _AVATARS[zlib.crc32(nick.encode("utf-8", "replace")) % len(_AVATARS)]


TONES = {"plain": "$foreground", "muted": "$muted", "good": "$success", "warn": "$warning", "bad": "$error", "accent": "$accent"}
"""The colour of a row's tone."""


def score_tone(score: float | None, pass_mark: float = 80) -> str:
    """Returns the colour variable for a mark: good from the pass mark on, warning within twenty below it, else bad."""
    if score is None:
        return "$faint"
    return "$success" if score >= pass_mark else "$warning" if score >= pass_mark - 20 else "$error"
