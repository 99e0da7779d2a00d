"""What a terminal shows that is too small for the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size

from simulator.tui.screens.base import KefuModal
from simulator.tui.widgets.panel import Panel

if TYPE_CHECKING:
    from simulator.tui.app import KefuApp


class TooSmall(KefuModal[None]):
    """The app takes it away once there is room; Enter goes on regardless."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "go_on", show=False)]

    def compose(self) -> ComposeResult:
        yield Panel(id="too-small")

    def on_mount(self) -> None:
        self._paint(self.app.size)

    def on_resize(self, event: events.Resize) -> None:
        self._paint(event.size)

    def _paint(self, size: Size) -> None:
        text = self.words("small.text", width=size.width, height=size.height)
        self.query_one("#too-small", Panel).show(Content(text))

    def action_go_on(self) -> None:
        cast("KefuApp", self.app).small_is_fine = True
        self.dismiss(None)
