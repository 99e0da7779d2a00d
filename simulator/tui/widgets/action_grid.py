"""The actions as a grid to click on. Keys reach them too, so it takes no focus."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.message import Message

from simulator.tui.actions import ACTIONS
from simulator.tui.text import fit
from simulator.tui.widgets.charts import heading
from simulator.tui.widgets.panel import Panel, lines
from simulator.tui.words import words_of


class ActionGrid(Panel):
    """Two columns of actions, each with its key where it has one."""

    class Chosen(Message):
        """An action was clicked."""

        def __init__(self, name: str) -> None:
            self.name = name
            super().__init__()

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._hover = -1

    def on_mount(self) -> None:
        self.call_after_refresh(self.paint)

    def on_resize(self) -> None:
        self.paint()

    def paint(self) -> None:
        """Shows the grid at the width it has."""
        words = words_of(self)
        width = self.size.width
        column = (width - 1) // 2
        cells = []
        for index, action in enumerate(ACTIONS):
            ground = "on $primary 30%" if index == self._hover else "on $panel"
            name = fit(words("action." + action.name), max(2, column - 5))
            face = fit(action.key.upper(), 3)
            cells.append(
                Content.assemble(
                    (f" {face} ", f"bold $accent {ground}"), (name, f"{'$error' if action.danger else '$foreground'} {ground}")
                )
            )
        pairs = [Content(" ").join(cells[index : index + 2]) for index in range(0, len(cells), 2)]
        self.show(lines(heading(words("actions.title"), width, "F9"), *pairs))

    def _at(self, x: int, y: int) -> int:
        """Returns the index of the action at a place of the widget, -1 where there is none."""
        index = (y - 1) * 2 + (1 if x > (self.size.width - 1) // 2 else 0)
        return index if y >= 1 and index < len(ACTIONS) else -1

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self._hover_over(self._at(event.x, event.y))

    def on_leave(self) -> None:
        self._hover_over(-1)

    def _hover_over(self, index: int) -> None:
        if index != self._hover:
            self._hover = index
            self.paint()

    def on_click(self, event: events.Click) -> None:
        index = self._at(event.x, event.y)
        if index >= 0:
            self.post_message(self.Chosen(ACTIONS[index].name))
