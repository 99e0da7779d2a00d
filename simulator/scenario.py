"""A situation to practise as a definition: which buyer, shop, item and order, what is wanted, and how it is marked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from simulator.cues import KEYS
from simulator.events import ACTIONS
from simulator.fields import (
    Bool,
    ClockTime,
    Context,
    Id,
    Int,
    Model,
    Named,
    Says,
    Seconds,
    Several,
    Text,
    When,
    one_of,
    validated,
    wrong,
)
from simulator.persona import Persona
from simulator.problems import Problems, did_you_mean
from simulator.shop import Price, Shop
from simulator.vocabulary import EVENTS, FACTS, Vocabulary
from simulator.yamlfile import Document

Percent = Annotated[Int, Field(ge=0, le=100)]
Stage = Literal["none", "placed", "paid", "shipped", "received", "closed", "refunded"]
Happening = Annotated[str, one_of("event or action", lambda _context: (*EVENTS, *ACTIONS))]


class Buyer(Model):
    """How the buyer shows in the list of conversations. `case`: which of its persona's beginnings it takes (the fact buyer.case)."""

    nick: Text
    tags: tuple[Text, ...] = ()
    case: Id | None = None


class Order(Model):
    """The order at the start of the talk. `details` is what a full remark must carry."""

    id: Text = "o1"
    stage: Stage = "none"
    amount: Price | None = None
    freight: Annotated[float, Field(ge=0)] = 0.0
    pieces: Annotated[Int, Field(ge=1)] = 1
    address: Text | None = None
    account_matches: Bool | None = None
    details: dict[str, str | Int | float] = Field(default_factory=dict)


class Supervisor(Model):
    """Who answers `escalate`, after how long, and what."""

    after: Seconds = 30.0
    approves: Bool = False
    price: Price | None = None
    says: Named


class Parcel(Model):
    """What `lookup_parcel` finds."""

    status: Named


class Objective(Model):
    """One thing the scenario wants: a cue, or one of some endings. `after`: counted from that event or action on; `within`: in time.
    `full`: it is done when the remarks so far carry all of the order's details."""

    id: Id | None = None
    text: Named | None = None
    when: When | None = None
    ending: Several[Text] = ()
    after: Happening | None = None
    within: Seconds | None = None
    full: bool = False


def _objective(value: object) -> object:
    """Returns an objective with the keys of its cue gathered under `when`."""
    if not isinstance(value, dict) or "when" in value:
        return value
    own = {key: content for key, content in value.items() if key in Objective.model_fields}
    cue = {key: content for key, content in value.items() if key not in own}
    for key in cue:
        if key not in KEYS:
            raise wrong("D02", f"there is no key {key!r} here", did_you_mean(key, (*Objective.model_fields, *KEYS)))
    if not cue and not own.get("ending"):
        raise wrong("S04", "an objective needs something to hold: a cue such as `act: …`, or `ending: […]`")
    return {**own, "when": cue} if cue else own


Wanted = Annotated[Objective, BeforeValidator(_objective), WithJsonSchema({"type": "object"})]


class Objectives(Model):
    """What must be done, what more there is to do well, and what delights."""

    must: tuple[Wanted, ...] = ()
    more: tuple[Wanted, ...] = ()
    delight: tuple[Wanted, ...] = ()


class Weights(Model):
    """Marks of each dimension, of 0..100."""

    timeliness: Percent | None = None
    politeness: Percent | None = None
    compliance: Percent | None = None
    outcome: Percent | None = None


class Rubric(Model):
    """How the talk is marked: weights of the dimensions in percent, the pass mark, floors for single dimensions."""

    timeliness: Percent = 25
    politeness: Percent = 25
    compliance: Percent = 30
    outcome: Percent = 20
    pass_mark: Percent = Field(default=80, alias="pass")
    floors: Weights = Field(default_factory=Weights)


class Time(Model):
    """How long the talk may last, and the time of day it starts at."""

    limit: Seconds = 900.0
    starts: ClockTime = "10:00"


class Scenario(Model):
    """One scenario."""

    format: Literal[1]
    scenario: Id
    name: Named
    about: Named | None = None
    level: Annotated[Int, Field(ge=1, le=5)]
    shop: Id
    item: Id
    persona: Id
    buyer: Buyer
    facts: dict[Annotated[str, one_of("group of facts", lambda _context: FACTS)], dict[str, Any]] = Field(default_factory=dict)
    order: Order = Field(default_factory=Order)
    lines: dict[Id, Says] = Field(default_factory=dict)
    briefing: Named
    supervisor: Supervisor | None = None
    parcel: Parcel | None = None
    objectives: Objectives = Field(default_factory=Objectives)
    hints: tuple[Named, ...] = ()
    rubric: Rubric = Field(default_factory=Rubric)
    time: Time = Field(default_factory=Time)

    def facts_in(self, shop: Shop) -> dict[str, dict[str, Any]]:
        """Returns the facts at the start of the talk; money in yuan. `facts` of the scenario go over those of shop and order."""
        facts = shop.facts(self.item) | {"order": self.order.model_dump(exclude_none=True, mode="json")}
        if self.buyer.case:
            facts["buyer"] = {"case": self.buyer.case}
        return {group: {**known, **self.facts.get(group, {})} for group, known in facts.items()}


def read_scenario(document: Document, words: Vocabulary, problems: Problems) -> Scenario | None:
    """Returns the scenario in `document`, or None after every problem with it was put into `problems`."""
    scenario = validated(Scenario, document, problems, Context(words))
    if scenario is None:
        return None
    for group, facts in scenario.facts.items():
        for name in facts:
            if name not in FACTS[group]:
                mark = document.mark(("facts", group, name), key=True)
                problems.add(mark, "S01", f"there is no fact {group}.{name}", did_you_mean(name, FACTS[group], shown=20))
    _check_objective_ids(scenario.objectives, document, problems)
    rubric = scenario.rubric
    total = rubric.timeliness + rubric.politeness + rubric.compliance + rubric.outcome
    if total != 100:
        problems.add(document.mark(("rubric",), key=True), "S02", f"the weights add up to {total}", "they must add up to 100")
    return scenario


def _check_objective_ids(objectives: Objectives, document: Document, problems: Problems) -> None:
    seen: set[str] = set()
    for group in Objectives.model_fields:
        for index, objective in enumerate(getattr(objectives, group)):
            if objective.id in seen:
                mark = document.mark(("objectives", group, index, "id"))
                problems.add(mark, "S06", f"a second objective {objective.id!r}", "results go by the id: give it one of its own")
            elif objective.id:
                seen.add(objective.id)


def references(
    scenario: Scenario,
    shops: Mapping[str, Shop],
    personas: Mapping[str, Persona],
    document: Document,
    problems: Problems,
    broken: Mapping[str, Collection[str]],
) -> bool:
    """Returns whether all that the scenario names is there; reports what is not.

    `broken`: by kind, the ids of all files, those with problems of their own too.
    """
    before = len(problems)
    for key, name, allowed in (("shop", scenario.shop, shops), ("persona", scenario.persona, personas)):
        if name in broken[key] and name not in allowed:
            problems.add(document.mark((key,)), "S05", f"the {key} {name!r} has problems of its own", "mend it first")
        elif name not in allowed:
            problems.add(document.mark((key,)), "S03", f"there is no {key} {name!r}", did_you_mean(name, allowed))
    shop, persona = shops.get(scenario.shop), personas.get(scenario.persona)
    if shop and scenario.item not in shop.items:
        remedy = did_you_mean(scenario.item, shop.items)
        problems.add(document.mark(("item",)), "S03", f"the shop {shop.shop} has no item {scenario.item!r}", remedy)
    if persona:
        for state in scenario.lines:
            if state not in persona.states and state not in persona.endings:
                remedy = did_you_mean(state, (*persona.states, *persona.endings))
                problems.add(document.mark(("lines", state), key=True), "S03", f"{persona.persona} has no state {state!r}", remedy)
        for group in ("must", "more", "delight"):
            for index, objective in enumerate(getattr(scenario.objectives, group)):
                for ending in objective.ending:
                    if ending not in persona.endings:
                        mark = document.mark(("objectives", group, index, "ending"))
                        problems.add(mark, "S03", f"{persona.persona} has no ending {ending!r}", did_you_mean(ending, persona.endings))
    return len(problems) == before
