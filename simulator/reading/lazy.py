"""Patterns that are compiled when they are first needed: reading one line must not wait for patterns that line has no use for."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Lazy:
    """Stands for `re.compile(source)`; the first use of a method compiles it, later uses go straight to the compiled pattern."""

    def __init__(self, source: str) -> None:
        self.source = source

    def __getattr__(self, name: str) -> Any:
        method = getattr(re.compile(self.source), name)
        setattr(self, name, method)
        return method
