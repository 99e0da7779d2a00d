"""How the tests type, paste and read the screen. `pilot.press` loses Chinese punctuation, so keys are sent as events."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

SIZE = (120, 36)
_PATIENCE = 40
"""How many times the messages of the screen are waited for."""


async def type_text(pilot: Pilot[Any], text: str) -> None:
    """Types `text` character by character, as an input method commits it."""
    for character in text:
        # "\r" is Enter, behind the letters with no pause between, as a fast typist or a slow machine has it.
        event = events.Key("enter" if character == "\r" else _character_to_key(character), character)
        event.set_sender(pilot.app)
        driver = pilot.app._driver
        assert driver is not None
        driver.send_message(event)
    await pilot.pause()


async def paste(pilot: Pilot[Any], text: str) -> None:
    """Pastes `text` into whatever has the focus."""
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Presses `keys` and waits until the screen has settled."""
    await pilot.press(*keys)
    await pilot.pause()


def seen(app: Any) -> str:
    """Returns the text on the screen, row by row."""
    return "\n".join("".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips())


async def shown(pilot: Pilot[Any], text: str) -> bool:
    """Returns whether `text` comes to stand on the screen: what was just mounted is painted some messages later."""
    for _ in range(_PATIENCE):
        if text in seen(pilot.app):
            return True
        await pilot.pause()
    return False
