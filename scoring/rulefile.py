"""The keys that every rule file has, and the examples that prove it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from simulator.fields import Int, Model, Named, Words, wrong
from simulator.yamlfile import text_of


def _day(value: object) -> object:
    if isinstance(value, date):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise wrong("D05", f"expected a date such as 2016-01-01, found {text_of(value)}")


Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
RuleId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$")]
"""The id of a rule; measures are named within their dimension (timeliness.first_response)."""
Count = Annotated[Int, Field(ge=0)]
Marks = Annotated[Int, Field(ge=0, le=100)]


class Source(Model):
    """Where a rule comes from: a row of the rule table (`ref`), a document of the trade (`seed`), a remark."""

    ref: str = ""
    seed: str = ""
    note: str = ""

    def __str__(self) -> str:
        return " · ".join(part for part in (self.ref, self.note) if part)


class Turn(Model):
    """One line of an example talk: exactly one of buyer, agent, auto, action, event. `at` is 20 s after the line before unless told."""

    buyer: str | None = None
    agent: str | None = None
    auto: str | None = None
    action: str | None = None
    event: str | None = None
    at: float | None = None
    args: Mapping[str, Any] = {}
    asks: tuple[str, ...] | None = None
    facts: Mapping[str, Any] | None = None
    talk: str = "c1"

    @model_validator(mode="after")
    def _one(self) -> Turn:
        if sum(value is not None for value in (self.buyer, self.agent, self.auto, self.action, self.event)) != 1:
            raise wrong("B02", "a turn is exactly one of buyer, agent, auto, action, event")
        return self


class Example(Model):
    """A talk that breaks or keeps the rule. [[…]] in an agent's line marks the words the finding must point at."""

    facts: Mapping[str, Any] = {}
    started: str = "2026-03-02T10:00:00+08:00"
    turns: tuple[Turn, ...]
    note: str = ""


def _example(value: object) -> object:
    """Returns the long form of an example: a plain text is an agent's line, {buyer, agent} a line of each."""
    if isinstance(value, str):
        return {"turns": [{"agent": value}]}
    if isinstance(value, dict) and "turns" not in value:
        buyer = {key: value[key] for key in ("buyer", "asks") if key in value}
        agent = {key: value[key] for key in ("agent",) if key in value}
        rest = {key: item for key, item in value.items() if key not in ("buyer", "asks", "agent")}
        return {**rest, "turns": [turn for turn in (buyer, agent) if turn]}
    return value


Talk = Annotated[Example, BeforeValidator(_example)]
"""An agent's line, {buyer, agent}, or {facts, turns: [...]}."""


class Examples(Model):
    """What proves a rule. `unsure` must only be pointed out to a person; a `known_miss` violates and is not found yet."""

    violates: tuple[Talk, ...]
    complies: tuple[Talk, ...]
    unsure: tuple[Talk, ...] = ()
    known_miss: tuple[Talk, ...] = ()


class RuleKeys(Model):
    """What every rule file has. `takes` and `at_most` are whole marks of the dimension; `fine` is in yuan, `points` the platform's."""

    format: Literal[1]
    rule: RuleId
    name: Named
    group: Literal["platform", "house", "timeliness"]
    since: Day
    source: Source
    kind: str
    fatal: bool = False
    points: Count = 0
    fine: Count = 0
    fined_after: Count = 0
    """Above 0: one fine for the whole sitting, once there are more findings than this."""
    takes: Marks = 0
    at_most: Marks = 100
    says: Named
    why: Named
    better: Named | None = None
    examples: Examples


def both(words: Words | None) -> dict[str, str]:
    """Returns a text in both languages, as findings carry it."""
    return {"zh": words.zh, "en": words.en or words.zh} if words else {"zh": "", "en": ""}
