"""How facts change in the course of a talk. Facts are those of the transcript: groups item, shop, order; money in yuan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Groups = Mapping[str, Any]

NAMES = ("id", "title", "name")
"""Keys by which a group says which thing it is about."""


def overridden(facts: Groups, more: Groups) -> Groups:
    """Returns `facts` with those of `more` in their place.

    A group that names another item, shop or order replaces the old one as a whole.
    """
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
