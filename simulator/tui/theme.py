"""The colours: our two themes, the variables they add to every theme, and the palette that line-API widgets paint with."""

from __future__ import annotations

import zlib
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
    primary="#3D8BFF",
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
        "muted": "#8592A6",
        "faint": "#56627A",
        "line": "#243044",
        "coach": "#16302A",
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
    primary="#1677FF",
    secondary="#0F5BD0",
    accent="#E64A00",
    success="#0B8A4E",
    warning="#A86200",
    error="#D92D36",
    foreground="#1C2430",
    background="#E3E8F0",
    surface="#FFFFFF",
    panel="#F0F3F8",
    dark=False,
    variables={
        "bubble-buyer": "#EBEFF6",
        "bubble-agent": "#CFE3FF",
        "muted": "#5F6B7C",
        "faint": "#99A4B4",
        "line": "#DAE0EA",
        "coach": "#E3F6EC",
        "border": "#1677FF",
        "border-blurred": "#C3CDDB",
        "block-cursor-foreground": "#FFFFFF",
        "input-cursor-background": "#E64A00",
        "input-cursor-foreground": "#FFFFFF",
        "scrollbar": "#CBD4E1",
        "scrollbar-hover": "#A9B6C9",
        "scrollbar-active": "#1677FF",
        **dict.fromkeys(
            ("scrollbar-background", "scrollbar-background-hover", "scrollbar-background-active", "scrollbar-corner-color"), "#FFFFFF"
        ),
    },
)
THEMES = ("kefu-dark", "kefu-light", "nord", "gruvbox", "tokyo-night", "dracula", "catppuccin-latte", "solarized-light")
"""The themes that settings offer. The ansi themes are left out: our tints are unreadable on them."""

_AVATARS = ("#D9634A", "#4F80E0", "#2FA37B", "#9B6BDC", "#C98410", "#2C8FB3", "#CC4F7E", "#6A7A96")


def own_variables(theme: Theme) -> dict[str, str]:
    """Returns our variables for a theme that does not define them, mixed from its colours. Values are literal, as Textual requires."""
    generated = theme.to_color_system().generate()

    def colour(name: str) -> Color:
        value = generated[name]
        return Color.parse("#808080" if value.startswith(("auto", "ansi")) else value)

    ground, ink = colour("background"), colour("foreground")

    def mixed(share: float, other: Color = ink) -> str:
        return ground.blend(other, share).hex6

    return {
        "bubble-buyer": mixed(0.14),
        "bubble-agent": mixed(0.5 if theme.dark else 0.28, colour("primary")),
        "muted": mixed(0.62),
        "faint": mixed(0.38),
        "line": mixed(0.16),
        "coach": mixed(0.18, colour("success")),
    }


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
