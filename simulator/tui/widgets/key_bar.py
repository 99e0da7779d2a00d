"""One line of key hints at the bottom of every screen. Textual's Footer leaks its widgets (textual#6666); this is one widget."""

from __future__ import annotations

import re
from collections.abc import Mapping

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget

from simulator.tui.widgets.panel import Panel
from simulator.tui.words import words_of


class KeyBar(Panel):
    """Shows the bindings that work now; a click on one presses it. A binding's description is the key of its words."""

    def __init__(self) -> None:
        super().__init__(id="key-bar", fixed=True)
        self._spots: list[tuple[int, int, str]] = []

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.paint())
        self.call_after_refresh(self.paint)

    def on_resize(self) -> None:
        self.paint()

    def paint(self) -> None:
        """Shows as many hints as there is room for, in the order in which the screen declares them."""
        words, width = words_of(self), self.size.width
        gap = " " if width >= 100 else ""
        keys = {
            binding: Content.assemble((f" {face(binding)}", "bold $accent"), (f" {words('key.' + binding.description)}{gap}", "$muted"))
            for binding in hints(self)
        }
        shown = fitting({binding: key.cell_length for binding, key in keys.items()}, width)
        self._spots.clear()
        used = 0
        for binding in shown:
            self._spots.append((used, used + keys[binding].cell_length, binding.key))
            used += keys[binding].cell_length
        self.show(Content("").join(keys[binding] for binding in shown))

    def on_click(self, event: events.Click) -> None:
        for start, end, key in self._spots:
            if start <= event.x < end:
                self.app.simulate_key(key)


def hints(node: Widget) -> list[Binding]:
    """Returns the bindings of the node's screen that work now and have something to say, in the order in which they are shown."""
    chosen: dict[str, Binding] = {}
    for active in node.screen.active_bindings.values():
        if active.binding.show and active.enabled and active.binding.description:
            chosen.setdefault(active.binding.action, active.binding)
    return sorted(chosen.values(), key=rank)


def fitting(widths: Mapping[Binding, int], room: int) -> list[Binding]:
    """Returns the hints there is room for: the actions of the desk give way first, as the menu of actions holds them all; then the last."""
    kept = list(widths)
    while kept and sum(widths[binding] for binding in kept) > room:
        actions = [binding for binding in kept if binding.action.startswith("take(")]
        kept.remove(actions[-1] if actions else kept[-1])
    return kept


def rank(binding: Binding) -> tuple[int, int]:
    """Returns where a hint stands: Enter first, then the function keys by number, then the others as they were declared."""
    function_key = re.fullmatch(r"f(\d+)", binding.key)
    return (0, 0) if binding.key == "enter" else (1, int(function_key[1])) if function_key else (2, 0)


def face(binding: Binding) -> str:
    """Returns how a key is written: F2, ^G, Enter."""
    if binding.key_display:
        return binding.key_display
    key = binding.key.split(",")[0]
    if key.startswith("ctrl+"):
        return "^" + key[5:].upper()
    if re.fullmatch(r"f\d+", key):
        return key.upper()
    return "Esc" if key == "escape" else key.capitalize() if len(key) > 1 else key
