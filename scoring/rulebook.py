"""The rulebook: rule files -> rules, several versions of a rule by date, and the proof that each rule finds what its examples say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from scoring.kinds import band, claim, duty, handover, idle, price, remark, said, suspected, wait
from scoring.kinds.base import Find, Kind
from scoring.metrics import Service
from scoring.rulefile import RuleKeys, both
from simulator.fields import Context, validated
from simulator.problems import ContentError, Problems, did_you_mean
from simulator.templates import placeholders
from simulator.vocabulary import vocabulary
from simulator.yamlfile import Document, parse

KINDS: Mapping[str, Kind] = {
    "said": Kind(said.Keys, said.prepare),
    "suspected": Kind(suspected.Keys, suspected.prepare),
    "price": Kind(price.Keys, price.prepare, ("price", "floor")),
    "duty": Kind(duty.Keys, duty.prepare, ("lacking", "took", "took_en")),
    "remark": Kind(remark.Keys, remark.prepare, ("wanted", "fault", "fault_en", "before")),
    "handover": Kind(handover.Keys, handover.prepare, ("matter",)),
    "wait": Kind(wait.Keys, wait.prepare, ("waited", "waited_en", "question")),
    "idle": Kind(idle.Keys, idle.prepare, ("idle", "idle_en")),
    "band": Kind(band.Keys, band.prepare, ("measured", "measured_en")),
    "claim": Kind(claim.Keys, claim.prepare, ("attribute", "value")),
}

DIMENSION = {"platform": "compliance", "house": "compliance", "timeliness": "timeliness"}
"""The dimension whose marks a rule of a group takes."""


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One version of a rule: what its file says, and its finder."""

    keys: RuleKeys
    find: Find
    document: Document

    @property
    def id(self) -> str:
        return self.keys.rule

    @property
    def dimension(self) -> str:
        return DIMENSION[self.keys.group]


@dataclass(frozen=True, slots=True, eq=False)
class Rulebook:
    """All versions of all rules, sorted by id and date."""

    rules: tuple[Rule, ...] = ()
    service: Service = field(default_factory=Service)

    def on(self, day: date | None) -> tuple[Rule, ...]:
        """Returns of each rule the version in force on `day`; without a day the newest."""
        chosen: dict[str, Rule] = {}
        for rule in self.rules:
            if day is None or rule.keys.since <= day:
                chosen[rule.id] = rule
        return tuple(chosen.values())


def load_rulebook(files: Mapping[str, str | bytes], parse: Callable[[str | bytes, str], Document] = parse) -> tuple[Rulebook, Problems]:
    """Returns the rules in `files` (name -> content) and the problems of those that had to be left out; `parse` may remember files."""
    problems = Problems()
    rules = [rule for name in sorted(files) if (rule := _rule(name, files[name], problems, parse))]
    rules.sort(key=lambda rule: (rule.id, rule.keys.since))
    for first, second in pairwise(rules):
        if first.id == second.id and first.keys.since == second.keys.since:
            mark = second.document.mark(("since",))
            message = f"{second.id} since {second.keys.since} is already in {first.document.file}"
            problems.add(mark, "B05", message, "a new version needs a new date")
    return Rulebook(tuple(rules)), problems


def _rule(name: str, content: str | bytes, problems: Problems, parse: Callable[[str | bytes, str], Document]) -> Rule | None:
    try:
        document = parse(content, name)
    except ContentError as error:
        problems.extend(error.problems)
        return None
    kind = document.content.get("kind") if isinstance(document.content, dict) else None
    if isinstance(document.content, dict) and "kind" not in document.content:
        problems.add(document.mark(), "D01", "the key 'kind' is missing", did_you_mean("", KINDS))
        return None
    if not isinstance(kind, str) or kind not in KINDS:
        problems.add(document.mark(("kind",)), "B01", f"there is no kind of rule {kind!r}", did_you_mean(str(kind), KINDS))
        return None
    keys = validated(KINDS[kind].keys, document, problems, Context(vocabulary()))
    if keys is None or not _fillable(keys, document, problems):
        return None
    return Rule(keys, KINDS[kind].prepare(keys), document)


def _fillable(keys: RuleKeys, document: Document, problems: Problems) -> bool:
    """Returns whether the kind of a rule fills all placeholders of its texts; reports those it does not."""
    before = len(problems)
    known = ("matched", *KINDS[keys.kind].fills)
    for key in ("says", "better"):
        for name in sorted({name for text in both(getattr(keys, key)).values() for name in placeholders(text)} - set(known)):
            problems.add(document.mark((key,)), "D08", f"there is no placeholder {{{name}}}", did_you_mean(name, known, shown=10))
    return len(problems) == before
