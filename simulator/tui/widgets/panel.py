"""A piece of text on the screen that repaints only when it looks different. Text is shown as it is: never as markup."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static


class Panel(Static):
    """Shows the content that it was given last. `fixed`: its height does not depend on the content, so that no layout is needed."""

    def __init__(self, *, id: str, classes: str = "", fixed: bool = False) -> None:
        super().__init__(Content(), id=id, classes=classes, markup=False)
        self._fixed = fixed
        self._shown = Content()

    def show(self, content: Content) -> None:
        if content.plain != self._shown.plain or content.spans != self._shown.spans:
            self._shown = content
            self.update(content, layout=not self._fixed)


def lines(*parts: Content) -> Content:
    """Returns the parts below each other."""
    return Content("\n").join(parts)


def spread(left: Content, right: Content, width: int) -> Content:
    """Returns one line of `width` cells with `left` at its beginning and `right` at its end; `left` gives way."""
    room = max(0, width - right.cell_length - 1)
    if left.cell_length > room:
        left = left.truncate(room, ellipsis=True)
    return Content.assemble(left, " " * max(1, width - left.cell_length - right.cell_length), right)
