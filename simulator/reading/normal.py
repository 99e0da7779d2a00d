"""Normalised text: what the reading matches in, with a map back to the characters the writer typed.

Folded here, one table lookup a character: compatibility forms (full width, circled digits), letter case, Traditional script, invisible and
bidirectional marks, stretched runs (哈哈哈哈哈), single characters spaced out (加 微 信), and wrong characters that sound alike (报邮).
"""

from __future__ import annotations

import os.path
import unicodedata
from functools import cache, lru_cache
from operator import add

from simulator.reading.lazy import Lazy
from simulator.reading.value import value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.reading.marks import Span

ZH = os.path.join(os.path.dirname(__file__), "lexicon", "zh")
"""The folder of the lexicon that ships."""

_KEPT = {"…": "…", "‥": "…", "\n": "\n", "\r": "\n", "\t": " ", "➕": "+", "\u3000": " ", "\u2028": "\n", "\u2029": "\n"}
_DIGIT_ROWS = (0x2776, 0x2780, 0x278A, 0x24F5)
"""First code points of the circled 1-10 that have no compatibility form."""
_LETTER_ROWS = (0x1F150, 0x1F170)
"""First code points of the white-on-black A-Z that have no compatibility form."""
_DROPPED = ("Cf", "Mn", "Me", "Cn")
_RUN = Lazy(r"(.)\1\1\1+")
_NO_RUN = frozenset("0123456789零〇一二三四五六七八九幺洞拐勾 \n")
"""What may stand often in a row and mean it."""
_SPACED = Lazy(r"(?<!\S)(?:[\u4e00-\u9fff] {1,2}){2,}[\u4e00-\u9fff](?!\S)")


@value
class Normalised:
    """`text` to match in; `offsets[i]` is the raw position of its character i. Spans of `text` become spans of `raw` by `span`."""

    raw: str
    text: str
    offsets: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """Returns the raw span (start inclusive, end exclusive) of `text[start:end]`, which must not be empty."""
        return self.offsets[start], self.offsets[end - 1] + 1


def _plain(char: str) -> str:
    """Returns what one raw character is matched as: usually one character, none for marks nobody sees, several for ㎏."""
    if char in _KEPT:
        return _KEPT[char]
    code = ord(char)
    for row in _DIGIT_ROWS:
        if row <= code < row + 9:
            return str(code - row + 1)
    for row in _LETTER_ROWS:
        if row <= code < row + 26:
            return chr(code - row + ord("a"))
    folded = unicodedata.normalize("NFKC", char)
    category = unicodedata.category(char)
    if category == "Cs":
        return "\ufffd"
    if category == "Cc":
        return " "
    if category in _DROPPED and folded == char:
        return ""
    return folded.lower().translate(traditional())


@cache
def traditional() -> dict[int, str]:
    """Returns code point -> Simplified character, for every Traditional character that has one."""
    rows = _lines("t2s.txt")
    return dict(zip(map(ord, rows[0]), rows[1], strict=True))


@cache
def _typo_lines() -> list[str]:
    return _lines("typos.txt")[1:]


def _lines(name: str) -> list[str]:
    with open(os.path.join(ZH, name), encoding="utf-8") as file:
        return file.read().split("\n")


@cache
def odd_characters() -> frozenset[str]:
    """Returns the characters that stand wrongly in some pair; a text without any of them has no typo that is known."""
    return frozenset(_typo_lines()[0])


@cache
def typos() -> dict[str, str]:
    """Returns wrong pair of characters -> right pair, of equal length, so that no offset moves."""
    return {wrong: right for line in _typo_lines()[1:] if line for right, *wrongs in (line.split(),) for wrong in wrongs}


class _Table(dict[int, str]):
    """code point -> text, filled as characters are met; `uneven` holds the raw characters that do not become exactly one."""

    def __init__(self) -> None:
        super().__init__()
        self.uneven: set[str] = set()

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = _plain(char)
        if len(plain) != 1:
            self.uneven.add(char)
        self[code] = plain
        return plain


_table = _Table()


def normalise(raw: str) -> Normalised:
    """Returns `raw` as it is matched, with its map back. Linear in the length of `raw`; never raises."""
    text = raw.translate(_table)
    offsets: Sequence[int] = range(len(text))
    if len(text) != len(raw) or not _table.uneven.isdisjoint(raw):
        offsets = [at for at, char in enumerate(raw) for _ in _table[ord(char)]]
    gone: list[tuple[int, int]] = []
    if len(frozenset(text)) < len(text) - 2:  # else nothing stands four times
        gone += [(run.start() + 3, run.end()) for run in _RUN.finditer(text) if run.group(1) not in _NO_RUN]
    if " " in text:
        gone += [(at, at + 1) for run in _SPACED.finditer(text) for at in range(run.start(), run.end()) if text[at] == " "]
    if gone:
        kept = bytearray(b"\x01") * len(text)
        for start, end in gone:
            kept[start:end] = bytes(end - start)
        offsets = [offset for offset, keep in zip(offsets, kept, strict=True) if keep]
        text = "".join(char for char, keep in zip(text, kept, strict=True) if keep)
    return Normalised(raw, _corrected(text), offsets)


@lru_cache(4096)
def plain(raw: str) -> str:
    """Returns the normalised text alone; remembered, since the line before a message is asked for again and again."""
    return normalise(raw).text


def runs(text: str, shortest: int, longest: int) -> set[str]:
    """Returns the distinct runs of `shortest` (1 or 2) to `longest` characters in `text`."""
    chars = [*text]
    some = [*map(add, chars, chars[1:])]
    found = {*chars, *some} if shortest == 1 else {*some}
    for length in range(3, longest + 1):
        some = [*map(add, some, chars[length - 1 :])]
        found.update(some)
    return found


def _corrected(text: str) -> str:
    """Returns `text` with known wrong pairs put right, left to right."""
    if odd_characters().isdisjoint(text):
        return text
    table = typos()
    chars = [*text]
    pairs = [*map(add, chars, chars[1:])]
    if table.keys().isdisjoint(pairs):
        return text
    for at in [at for at, pair in enumerate(pairs) if pair in table]:
        right = table.get(chars[at] + chars[at + 1])
        if right:
            chars[at : at + 2] = right
    return "".join(chars)
