"""The settings: language, theme, speed of the clock. A change is saved at once and seen at once."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content

from simulator.tui.screens.base import KefuScreen
from simulator.tui.theme import THEMES
from simulator.tui.widgets.charts import bar, heading
from simulator.tui.widgets.choice import Choice
from simulator.tui.widgets.key_bar import KeyBar
from simulator.tui.widgets.panel import Panel, lines
from simulator.words import LANGUAGES

SPEEDS = ("0.5", "1", "2", "4")
ROWS = ("language", "theme", "speed")


class SettingsScreen(KefuScreen):
    """One row a setting: up and down between rows, left and right between values."""

    NAME = "settings.title"
    CSS_PATH = "pages.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("f1", "help", "help"),
        Binding("escape,q", "leave", "leave"),
    ]

    def compose(self) -> ComposeResult:
        settings = self.desk.settings
        current = {"language": settings.language, "theme": settings.theme, "speed": f"{settings.speed:g}"}
        yield Panel(id="place", fixed=True)
        with Vertical(id="settings"):
            for row in ROWS:
                with Horizontal(classes="setting"):
                    yield Panel(id=f"label-{row}", classes="setting-label")
                    yield Choice(self._options(row), current[row], id=f"setting-{row}")
            yield Panel(id="settings-about")
        yield KeyBar()

    def _options(self, row: str) -> list[tuple[str, str]]:
        if row == "language":
            return [(lang, self.words(f"language.{lang}")) for lang in LANGUAGES]
        return [(theme, theme) for theme in THEMES] if row == "theme" else [(speed, f"×{speed}") for speed in SPEEDS]

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(f"#setting-{ROWS[0]}").focus()

    def paint(self) -> None:
        words = self.words
        self.query_one("#place", Panel).show(Content.styled(f" {words('settings.title')} ", "bold $background on $accent"))
        for row in ROWS:
            self.query_one(f"#label-{row}", Panel).show(Content(words(f"settings.{row}")))
        width = max(20, self.query_one("#settings-about").size.width)
        sample = Content.assemble(
            (" 亲，在的~ ", "$foreground on $bubble-buyer"),
            "  ",
            (" 您好 ", "$foreground on $bubble-agent"),
            "  ",
            ("00:12 ", "$success"),
            ("00:47 ", "$warning"),
            (" !03:14 ", "bold $background on $error"),
        )
        self.query_one("#settings-about", Panel).show(
            lines(
                Content(),
                heading(words("settings.sample"), width),
                sample,
                bar(0.72, min(40, width), "$primary"),
                Content(),
                Content.styled(words("settings.speed.about"), "$muted"),
                Content.styled(words("settings.saved"), "$muted"),
            )
        )

    def on_choice_changed(self, event: Choice.Changed) -> None:
        row = (event.choice.id or "").removeprefix("setting-")
        if row == "language":
            if self.attempt(lambda: self.desk.speak(event.value)):
                self.kefu.speak(event.value)
        elif row == "theme":
            self.app.theme = event.value
            self.attempt(lambda: self.desk.settings.save(theme=event.value))
        else:
            self.attempt(lambda: self.desk.settings.save(speed=float(event.value)))
        self.repaint()
