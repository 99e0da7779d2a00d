"""Text in cells: wrapping that follows the rules of Chinese typesetting, fitting to a width, durations. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len, set_cell_size

# A word of Latin letters or digits, a space, or one character with the marks that sit on it.
_PIECES = re.compile(r"[A-Za-z0-9_@#%¥￥+\-./:]+|\s|.[\u0300-\u036f]*", re.S)
_NEVER_FIRST = frozenset("，。！？；：、）】》」』”’…～~,.!?;:)]}%·")
_NEVER_LAST = frozenset("（【《「『“‘([{￥¥")


def wrap_cjk(text: str, width: int) -> list[str]:
    """Returns the lines of `text` at `width` cells; where it can be helped no line begins with a closing mark."""
    lines: list[str] = []
    width = max(2, width)
    for paragraph in text.split("\n"):
        line: list[str] = []
        used = 0
        for piece in _pieces(paragraph, width):
            size = cell_len(piece)
            if used + size > width:
                carried = _carried(line, piece, width - size)
                lines.append("".join(line).rstrip())
                line, used = carried, sum(map(cell_len, carried))
                if piece.isspace() and not line:
                    continue
            line.append(piece)
            used += size
        lines.append("".join(line))
    return lines


def _pieces(paragraph: str, width: int) -> Iterator[str]:
    """Yields what must stay together, cut where it is longer than a line."""
    for piece in _PIECES.findall(paragraph):
        if len(piece) <= width:
            yield piece
        else:
            for start in range(0, len(piece), width):
                yield piece[start : start + width]


def _carried(line: list[str], piece: str, room: int) -> list[str]:
    """Takes from the end of `line`, and returns, what has to begin the next line together with `piece`."""
    taken: list[str] = []
    first = piece
    while len(line) > 1 and len(taken) < 3 and (first[0] in _NEVER_FIRST or line[-1][-1] in _NEVER_LAST):
        first = line.pop()
        taken.insert(0, first)
    if sum(map(cell_len, taken)) > room:
        line.extend(taken)
        return []
    return taken


def balance(text: str, width: int) -> list[str]:
    """Returns the lines of `text` at the smallest width that needs no more lines, so that no last line holds a lonely character."""
    best = wrap_cjk(text, width)
    if len(best) == 1:
        return best
    low, high = max(8, width // 2), width
    while low < high:
        middle = (low + high) // 2
        lines = wrap_cjk(text, middle)
        if len(lines) <= len(best):
            best, high = lines, middle
        else:
            low = middle + 1
    return best


def fit(text: str, width: int) -> str:
    """Returns `text` on one line of exactly `width` cells: padded, or cut with an ellipsis."""
    text = text.replace("\n", " ")
    size = cell_len(text)
    if size <= width:
        return text + " " * (width - size)
    if width <= 1:
        return " " * max(0, width)
    cut = set_cell_size(text, width - 1).rstrip()
    return cut + "…" + " " * (width - 1 - cell_len(cut))


def right(text: str, width: int) -> str:
    """Returns `text` at the right end of `width` cells."""
    return " " * max(0, width - cell_len(text)) + text


def shorten(text: str, width: int) -> str:
    """Returns `text` on one line of at most `width` cells."""
    return fit(text, width).rstrip() if cell_len(text) > width else text.replace("\n", " ")


def minutes(seconds: float) -> str:
    """Returns a duration as 07:03, or 1:07:03 from one hour on."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60:02d}:{rest % 60:02d}"


def yuan(fen: int) -> str:
    """Returns an amount of fen as ¥129 or ¥128.50."""
    whole, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}¥{whole}" + (f".{rest:02d}" if rest else "")


def mark(score: float | None) -> str:
    """Returns a mark as 86.5 or 86; a dash where it was not assessed."""
    return "–" if score is None else f"{score:.1f}".removesuffix(".0")
