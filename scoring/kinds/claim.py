"""A fact about the goods that the catalogue (item.attributes) contradicts, as the suspicion judges it; the finding names the attribute."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from scoring.kinds import suspected
from scoring.kinds.base import Find
from scoring.kinds.suspected import Suspected
from simulator.evidence.claims import shared
from simulator.quantities import quantities
from simulator.reading.normal import normalise
from simulator.situation import Situation, fact

ABOUT_GOODS = frozenset({"product", "quality", "describe_product", "reassure_quality"})
"""The asks and acts that speak of what the goods are."""


class Keys(Suspected):
    """A talk whose facts hold no attributes says nothing about the goods that could be checked."""

    kind: Literal["claim"]

    def applies(self, situation: Situation) -> bool:
        """Returns whether the goods are spoken of: asked about, described, or by what the catalogue tells of them."""
        asked = not ABOUT_GOODS.isdisjoint(situation.open_asks)
        told = situation.reading is not None and not ABOUT_GOODS.isdisjoint(situation.reading.act_ids)
        name, closeness = in_question(situation)
        return bool(name) and (asked or told or closeness > 0) and super().applies(situation)


def prepare(keys: Keys) -> Find:
    """Returns the finder of statements that the catalogue contradicts."""

    def told(situation: Situation) -> Mapping[str, str]:
        name, _ = in_question(situation)
        return {"attribute": name, "value": str(attributes_of(situation).get(name))}

    return suspected.prepare(keys, told)


def attributes_of(situation: Situation) -> Mapping[str, Any]:
    """Returns what the catalogue says of the goods, nothing where it is unknown; a value left empty says nothing."""
    attributes = fact(situation.facts, ("item", "attributes"))
    return {name: value for name, value in attributes.items() if str(value)} if isinstance(attributes, Mapping) else {}


def in_question(situation: Situation) -> tuple[str, float]:
    """Returns the attribute that a message and the lines it answers are most about, and how much (0 not at all); "" without attributes."""
    reading, attributes = situation.reading, attributes_of(situation)
    text = " ".join(line.normal for line in (*situation.buyer, *([reading] if reading is not None else [])))
    units = {unit for unit, _ in quantities(text)}

    def closeness(name: str) -> float:
        attribute, value = normalise(name).text, normalise(str(attributes[name])).text
        named = sum(char in text for char in attribute) / max(1, len(attribute))
        measured = any(unit in units for unit, _ in quantities(value))
        return named + (attribute in text) + shared(value, text) + measured

    best = max(attributes, key=closeness, default="")
    return best, closeness(best) if best else 0.0
