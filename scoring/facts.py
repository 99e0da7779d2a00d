"""How facts change in the course of a talk. Facts are those of the transcript: groups item, shop, order; money in yuan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Groups = Mapping[str, Any]

NAMES = ("id", "title", "name")
"""Keys by which a group says which thing it is about."""


def grouped(facts: Groups) -> dict[str, Mapping[str, Any]]:
    """Returns the groups of `facts`; what is no group (a transcript may hold anything) is left out."""
    return {group: keys for group, keys in facts.items() if isinstance(keys, Mapping)}


def overridden(facts: Groups, more: Groups) -> Groups:
    """Returns `facts` with those of `more` in their place.

    A group that names another item, shop or order replaces the old one as a whole.
    """
    merged = grouped(facts)
    for group, keys in grouped(more).items():
        known = merged.get(group, {})
        merged[group] = keys if _another(known, keys) else {**known, **keys}
    return merged


def _another(known: Mapping[str, Any], keys: Mapping[str, Any]) -> bool:
    return any(name in known and name in keys and known[name] != keys[name] for name in NAMES)
