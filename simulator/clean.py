"""The one border: every text that enters (keys, paste, YAML, chat log, database) goes through `clean()`. Inside, text is just text.

Controls become visible pictures, so that a trick is seen and not obeyed; whatever changes direction or width without a shape of its own
is dropped; the length is bounded, so that no later step meets a text of unbounded cost.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LIMIT = 2000
"""The longest text that enters, in characters; longer ones are cut and said to be."""

_NEWLINE = re.compile("[\r\x0b\x0c\x85\u2028\u2029]")
_NEWLINES = re.compile(f"\r\n|{_NEWLINE.pattern}")
_SUSPECT = re.compile(
    "[\x00-\x08\x09\x0e-\x1f\x7f-\x9f"  # C0, DEL and C1 controls
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufdd0-\ufdef\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"  # joiners, directions, fillers, selectors, tags
)
_COMBINING = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_STACKED = re.compile(f"({_COMBINING}{{3}}){_COMBINING}+")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text that may enter. `altered`: something invisible or harmful was taken out; `shortened`: the end was cut off."""

    text: str
    altered: bool = False
    shortened: bool = False


def clean(text: str, *, limit: int = LIMIT) -> str:
    """Returns `text` as it may enter: NFC, no control but the newline, nothing invisible, at most `limit` characters."""
    return cleaned(text, limit=limit).text


def cleaned(text: str, *, limit: int = LIMIT) -> Cleaned:
    """Returns `text` as `clean()` does, and what was done to it."""
    # Bounded before it is worked on. Ten characters of noise for one that stays is more than any honest text has.
    bounded = text[: limit * 10]
    lines = _NEWLINES.sub("\n", bounded)
    plain = _SUSPECT.sub(_shown, lines)
    plain = _STACKED.sub(r"\1", unicodedata.normalize("NFC", plain))
    return Cleaned(plain[:limit], altered=plain != lines, shortened=len(plain) > limit or len(text) > len(bounded))


def harmless(text: str) -> str:
    """Returns `text`, character for character, with nothing left that acts on a terminal: for records whose spans must stay right."""
    return _SUSPECT.sub(lambda match: _shown(match) or "\u200b", _NEWLINE.sub("\n", text))


def _shown(match: re.Match[str]) -> str:
    """Returns what stands for a suspect character: a picture, a replacement mark, or nothing."""
    code = ord(match[0])
    if code == 0x09:
        return " "
    if code < 0x20:
        return chr(0x2400 + code)
    if 0x7F <= code <= 0x9F:
        return "\u2421" if code == 0x7F else "\ufffd"
    if 0xD800 <= code <= 0xDFFF or 0xFDD0 <= code <= 0xFDEF or code in (0xFFFE, 0xFFFF):
        return "\ufffd"
    return ""
