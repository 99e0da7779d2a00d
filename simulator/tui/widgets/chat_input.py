"""The box where replies are typed: several lines, Enter sends, `/` opens the quick phrases."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea

from simulator.clean import LIMIT, clean
from simulator.tui.widgets.phrase_menu import PhraseMenu

PHRASE_KEYS = ("/", "、", "／")
"""What opens the phrases: Chinese input methods produce the latter two for the key of the first."""


class ChatInput(TextArea):
    """A TextArea that sends. Longer texts than the desk takes never get in.

    Priority bindings overtake letters that are still on their way to the box, so what they do is put behind those letters: an Enter
    right behind the last word of an input method would otherwise send half of it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "send", show=False, priority=True),
        Binding("ctrl+j,shift+enter", "newline", show=False, priority=True),
        Binding("tab", "complete", show=False, priority=True),
        Binding("escape", "leave", show=False, priority=True),
    ]

    class Submitted(Message):
        """The trainee pressed Enter; the text may be empty."""

        def __init__(self, text: str) -> None:
            self.text = text
            super().__init__()

    class PhrasesWanted(Message):
        """The text asks for quick phrases; `query` is what follows the slash."""

        def __init__(self, query: str) -> None:
            self.query = query
            super().__init__()

    class Left(Message):
        """The trainee wants out of the box."""

    def __init__(self, menu: PhraseMenu, *, id: str) -> None:
        super().__init__(id=id)
        self._menu = menu
        self.cursor_blink = False
        self.highlight_cursor_line = False
        self.show_line_numbers = False

    def put(self, text: str) -> None:
        """Replaces what is in the box, with the cursor at its end."""
        self.text = text
        self.move_cursor(self.document.end)

    def sent(self, text: str) -> None:
        """Takes `text`, which was sent, out of the box; what was typed since then stays."""
        self.put(self.text.removeprefix(text))

    def accept_phrase(self) -> None:
        """Puts the highlighted phrase into the box."""
        phrase = self._menu.chosen
        self._menu.close()
        if phrase is not None:
            self.put(clean(phrase.text))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "complete":
            return self._menu.is_open
        return super().check_action(action, parameters)

    def action_send(self) -> None:
        self.call_later(self._send)

    def _send(self) -> None:
        if self._menu.is_open:
            self.accept_phrase()
        else:
            self.post_message(self.Submitted(self.text))

    def action_newline(self) -> None:
        self.call_later(self._newline)

    def _newline(self) -> None:
        if len(self.text) < LIMIT:
            self.insert("\n")

    def action_complete(self) -> None:
        self.call_later(self.accept_phrase)

    def action_leave(self) -> None:
        if self._menu.is_open:
            self._menu.close()
        else:
            self.post_message(self.Left())

    def action_cursor_up(self, select: bool = False) -> None:
        if self._menu.is_open:
            self._menu.action_cursor_up()
        else:
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        if self._menu.is_open:
            self._menu.action_cursor_down()
        else:
            super().action_cursor_down(select)

    async def _on_key(self, event: events.Key) -> None:
        if event.character == "\u3000":  # the full-width space of Chinese input methods, which TextArea drops
            event.prevent_default()
            self.insert(event.character)
        elif event.is_printable and len(self.text) >= LIMIT:
            event.prevent_default()

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        room = LIMIT - len(self.text) + len(self.selected_text)
        if room > 0:
            self.replace(clean(event.text, limit=room), *self.selection)

    def on_text_area_changed(self) -> None:
        text = self.text
        if text[:1] in PHRASE_KEYS and "\n" not in text and len(text) <= 24:
            self.post_message(self.PhrasesWanted(text[1:]))
        elif self._menu.is_open:
            self._menu.close()
