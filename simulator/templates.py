"""Lines with placeholders: {item.title}, {shop.name}, {asked}, {offer}. The set is closed; money is written in yuan as people write it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from simulator.problems import did_you_mean
from simulator.situation import fact
from simulator.vocabulary import FACTS

OWN = ("asked", "offer", "nick")
"""What the buyer asked about in words; the price the agent last offered; the buyer's name."""

_PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
_BRACE = re.compile(r"[{}].{0,12}")


def placeholders(text: str) -> tuple[str, ...]:
    """Returns the names between braces in `text`, in order."""
    return tuple(match[1] for match in _PLACEHOLDER.finditer(text))


def stray_brace(text: str) -> str:
    """Returns what stands at a brace of `text` that belongs to no placeholder, an empty text where there is none."""
    match = _BRACE.search(_PLACEHOLDER.sub("", text))
    return match[0] if match else ""


def unknown_placeholders(text: str) -> Iterator[tuple[str, str]]:
    """Yields (name, remedy) of every placeholder in `text` that there is not."""
    known = (*OWN, *(f"{group}.{name}" for group, names in FACTS.items() for name in names))
    for name in placeholders(text):
        if name not in known and name.rpartition(".")[0] not in ("item.attributes", "order.details"):
            yield name, did_you_mean(name, known, shown=30)


def fill(text: str, facts: Mapping[str, Any], own: Mapping[str, str]) -> str:
    """Returns `text` with its placeholders filled; what is not known is left out."""

    def value(match: re.Match[str]) -> str:
        name = match[1]
        return own.get(name, "") if name in OWN else written(fact(facts, name.split(".")))

    return _PLACEHOLDER.sub(value, text) if "{" in text else text


def written(value: Any) -> str:
    """Returns a fact as people write it: 89, 89.5, 中通、圆通."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    if isinstance(value, (list, tuple)):
        return "、".join(map(written, value))
    return str(value)
