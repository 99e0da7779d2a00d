"""The form of an action: a few fields, checked before they go to the desk."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input

from simulator.clean import LIMIT
from simulator.tui.actions import Action, Field, FieldFault, read_field
from simulator.tui.screens.base import KefuModal
from simulator.tui.widgets.choice import Choice
from simulator.tui.widgets.panel import Panel


class ActionForm(KefuModal[dict[str, Any] | None]):
    """Returns the arguments of the action, None where it was put away. `given` are the values to start from."""

    def __init__(self, action: Action, about: str, given: dict[str, str]) -> None:
        super().__init__()
        self._action, self._about, self._given = action, about, given

    def compose(self) -> ComposeResult:
        words = self.words
        with Vertical(id="dialog", classes="-danger" if self._action.danger else "") as dialog:
            dialog.border_title = Content(words("action." + self._action.name))
            dialog.border_subtitle = Content(words("form.keys"))
            yield Panel(id="dialog-text")
            for field in self._action.fields:
                with Horizontal(classes="field"):
                    label = Panel(id=f"label-{field.name}", classes="field-label")
                    yield label
                    yield self._entry(field)
                yield Panel(id=f"fault-{field.name}", classes="field-fault")
            with Horizontal(id="buttons"):
                yield Button(Content(words("form.cancel")), id="cancel")
                yield Button(Content(words("form.submit")), id="submit", variant="error" if self._action.danger else "primary")

    def _entry(self, field: Field) -> Widget:
        given = self._given.get(field.name, "")
        if field.kind == "choice":
            options = [(value, self.words("option." + value)) for value in field.options]
            return Choice(options, given if given in field.options else field.options[0], id=f"field-{field.name}")
        entry = Input(
            given, placeholder=self.words(f"field.{self._action.name}.{field.name}.hint"), id=f"field-{field.name}", max_length=LIMIT
        )
        entry.cursor_blink = False
        return entry

    def on_mount(self) -> None:
        self.query_one("#dialog-text", Panel).show(Content(self._about))
        for field in self._action.fields:
            self.query_one(f"#label-{field.name}", Panel).show(Content(self.words(f"field.{self._action.name}.{field.name}")))
        self.query_one(f"#field-{self._action.fields[0].name}").focus()

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter" and isinstance(self.focused, Choice):
            event.stop()
            self._forward(self.focused)
        elif event.key in ("up", "down") and not isinstance(self.focused, Button):
            event.stop()
            self.focus_next() if event.key == "down" else self.focus_previous()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._forward(event.input)

    def _forward(self, entry: Widget) -> None:
        """Goes to the next field, or submits from the last one."""
        if entry.id == f"field-{self._action.fields[-1].name}":
            self._submit()
        else:
            self.focus_next()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "submit":
            self._submit()
        else:
            self.dismiss(None)

    def _submit(self) -> None:
        values: dict[str, Any] = {}
        first_fault: Widget | None = None
        for field in self._action.fields:
            entry = self.query_one(f"#field-{field.name}")
            fault = self.query_one(f"#fault-{field.name}", Panel)
            try:
                values[field.name] = read_field(field, entry.value if isinstance(entry, Input | Choice) else "")
                fault.show(Content())
            except FieldFault as error:
                fault.show(Content(self.words(error.key)))
                first_fault = first_fault or entry
        if first_fault is None:
            self.dismiss(values)
        else:
            first_fault.focus()
