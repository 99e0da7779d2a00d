"""What a terminal shows that is too small for the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from simulator.tui.screens.base import KefuModal
from simulator.tui.widgets.panel import Panel

if TYPE_CHECKING:
    from simulator.tui.app import KefuApp


class TooSmall(KefuModal[None]):
    """Goes away by itself once there is room; Enter goes on regardless."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "go_on", show=False)]

    def compose(self) -> ComposeResult:
        yield Panel(id="too-small")

    def on_mount(self) -> None:
        self._paint()

    def on_resize(self) -> None:
        from simulator.tui.app import SMALLEST

        if self.app.size.width >= SMALLEST[0] and self.app.size.height >= SMALLEST[1]:
            self.dismiss(None)
        else:
            self._paint()

    def _paint(self) -> None:
        width, height = self.app.size
        self.query_one("#too-small", Panel).show(Content(self.words("small.text", width=width, height=height)))

    def action_go_on(self) -> None:
        cast("KefuApp", self.app).small_is_fine = True
        self.dismiss(None)
