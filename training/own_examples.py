"""The examples in the rules' own files, which prove a rule and are learnt from: whose they are, and the hash by which weights name them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from scoring.rulebook import Rule, load_rulebook
from scoring.rulefile import Talk

RULES = Path(__file__).parent.parent / "scoring" / "rules" / "compliance"
JUDGED = ("suspected", "price", "claim")
"""The kinds of rules that ask the suspicion."""


def rule_files() -> tuple[Rule, ...]:
    """Returns the rules whose files' examples are learnt from: those that the suspicion judges."""
    book = load_rulebook({path.name: path.read_text("utf-8") for path in sorted(RULES.glob("*.yaml"))})[0]
    return tuple(rule for rule in book.rules if rule.keys.kind in JUDGED)


def learnt(rule: Rule) -> list[tuple[bool, Talk]]:
    """Returns what a rule's own examples teach: (broken, talk), in an order of their own, so that it is the same whether a violation is
    found or still missed."""
    examples = rule.keys.examples
    told = [*((True, talk) for talk in (*examples.violates, *examples.known_miss)), *((False, talk) for talk in examples.complies)]
    return sorted(told, key=lambda one: (one[0], one[1].model_dump_json()))


def digest_of_examples(rules: Sequence[Rule]) -> str:
    """Returns the hash of what the rules' files teach; a changed example asks for training, a changed wording does not."""
    told = [[rule.id, [[broken, talk.model_dump(mode="json")] for broken, talk in learnt(rule)]] for rule in rules]
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
