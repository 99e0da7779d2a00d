"""What is known about item, shop and order: dotted access to the facts of a transcript. An absent fact is None, and rules stay silent about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Groups = Mapping[str, Any]

MONEY = frozenset({"item.list_price", "item.floor_price", "order.amount", "order.freight"})
"""The facts that transcripts and YAML state in yuan, and everything inside in fen."""
NAMES = ("id", "title", "name")
"""Keys by which a group says which thing it is about."""


def fen(yuan: Any) -> int | None:
    """Returns an amount in fen, None where `yuan` is no number."""
    if isinstance(yuan, bool) or not isinstance(yuan, int | float) or abs(yuan) > 1e12:
        return None
    return round(yuan * 100)


def fact(facts: Groups, path: str) -> Any:
    """Returns the fact at a dotted `path` ("item.floor_price"), money in fen, None where it is absent."""
    found: Any = facts
    for key in path.split("."):
        found = found.get(key) if isinstance(found, Mapping) else None
    return fen(found) if path in MONEY else found


def overridden(facts: Groups, more: Groups) -> Groups:
    """Returns `facts` with those of `more` in their place. A group that names another item, shop or order replaces the old one as a whole."""
    merged = dict(facts)
    for group, keys in more.items():
        known = merged.get(group)
        if not isinstance(known, Mapping) or not isinstance(keys, Mapping) or _another(known, keys):
            merged[group] = keys
        else:
            merged[group] = {**known, **keys}
    return merged


def _another(known: Mapping[str, Any], keys: Mapping[str, Any]) -> bool:
    return any(name in known and name in keys and known[name] != keys[name] for name in NAMES)
