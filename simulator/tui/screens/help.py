"""What can be pressed: the keys of the screen below, and those that work everywhere."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from simulator.tui.actions import BY_NAME
from simulator.tui.screens.base import KefuModal
from simulator.tui.text import fit
from simulator.tui.widgets.charts import heading
from simulator.tui.widgets.key_bar import face, rank
from simulator.tui.widgets.panel import Panel, lines

_EVERYWHERE = (("F1", "help.f1"), ("Tab", "help.tab"), ("Esc", "help.esc"), ("Ctrl+Q", "help.quit"))
_WRITING = (
    ("Enter", "help.enter"),
    ("Ctrl+J", "help.newline"),
    ("/ 、", "help.slash"),
    ("PgUp PgDn", "help.page"),
)
_PICKING = (("Esc 1…9", "help.digits"),)


class Help(KefuModal[None]):
    """Lists keys; closes on any of the keys that open or close things."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f1,q,enter", "dismiss", show=False)]

    def __init__(self, here: list[Binding], *, writing: bool, several: bool = False) -> None:
        super().__init__()
        self._here, self._writing = here, (*_WRITING * writing, *_PICKING * several)

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="dialog") as dialog:
            dialog.border_title = Content(self.words("help.title"))
            dialog.border_subtitle = Content(self.words("help.keys"))
            yield Panel(id="help-text")

    def on_mount(self) -> None:
        self.call_after_refresh(self._paint)

    def on_resize(self) -> None:
        self.call_after_refresh(self._paint)

    def _paint(self) -> None:
        words, panel = self.words, self.query_one("#help-text", Panel)
        width = max(20, panel.size.width)

        def section(title: str, keys: list[tuple[str, str]]) -> Content:
            return lines(heading(title, width), *(Content.assemble((fit(key, 12), "bold $accent"), what) for key, what in keys))

        # The key bar has short words for actions; here is room for their names.
        named = {
            binding.description: ("action." if binding.description in BY_NAME else "key.") + binding.description for binding in self._here
        }
        here = [(face(binding), words(named[binding.description])) for binding in sorted(self._here, key=rank)]
        parts = [section(words("help.here"), here)] if here else []
        if self._writing:
            parts.append(section(words("help.writing"), [(key, words(what)) for key, what in self._writing]))
        parts.append(section(words("help.everywhere"), [(key, words(what)) for key, what in _EVERYWHERE]))
        panel.show(Content("\n\n").join(parts))
