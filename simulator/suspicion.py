"""Which rules a trained model suspects an agent's message to break, in its situation. Rules decide what to make of it (`hint:` in a cue,
kind `suspected`).

The model reads the message, the buyer's lines it answers, what was said before, and what the facts say to it. Its weights are made by
`training/rules.py` from the corpus in this repository, its confidences are shares: of the talks it gives 0.8 to, by hands it has not seen,
about four in five break the rule.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.evidence import evidence
from simulator.reading.bare import bare_answer
from simulator.reading.combine import only_addresses
from simulator.reading.marks import Reading, Span
from simulator.reading.model import Model, clause_features, features_of, grams, model
from simulator.situation import Situation, fact

COURTESIES = frozenset({"greet", "ask_to_wait", "thank", "welcome", "offer_help", "close"})
LONGEST_COURTESY = 20
"""A reply of courtesies alone, up to so many characters, is suspected of nothing, whatever the buyer asked."""
_NEAR = 4
"""How many earlier lines the model looks back at."""


def suspicions(situation: Situation) -> Mapping[str, float]:
    """Returns rule -> how strongly it is suspected (0..1); empty without a message, for bare courtesies, or without trained weights."""
    trained = model("rules")
    if situation.reading is None or trained is None or _courteous(situation.reading):
        return {}
    if not situation.suspected:
        situation.suspected.update(zip(trained.labels, trained.confidences(features(situation)), strict=True))
    return situation.suspected


def telling_words(reading: Reading, rule: str) -> Span:
    """Returns the clause of the raw text that speaks most for the suspicion; the whole message where it has one clause."""
    trained = model("rules")
    if trained is None or len(reading.clauses) < 2:
        return 0, len(reading.text)
    shares = [_share(trained, clause_features(clause), rule) for clause in reading.clauses]
    return reading.clauses[shares.index(max(shares))].span


def _share(trained: Model, found: set[str], rule: str) -> int:
    return trained.share(trained.sum({_alike(feature) for feature in found}), rule)


def _courteous(reading: Reading) -> bool:
    if only_addresses(reading.text):
        return True
    acts = reading.act_ids
    return bool(acts) and acts <= COURTESIES and len(reading.text) <= LONGEST_COURTESY and not reading.contacts and not reading.amounts


def features(situation: Situation) -> set[str]:
    """Returns the features of a message in its situation, the same in training and in use. Digits count alike.

    Which facts are known is none of them: an imported chat has few, a scenario has all. Rules ask for facts themselves (`only`).
    """
    reading = situation.reading
    assert reading is not None
    asked = _alike(" ".join(line.normal for line in situation.buyer))
    found = features_of(_alike(reading.normal), reading.clauses, (), before=asked, asks=situation.open_asks)
    found |= evidence(situation)
    if fact(situation.facts, ("order", "account_matches")) is False:
        found.add("STRANGER")
    found.update(f"C|{contact.kind}" for contact in reading.contacts)
    found.update(f"M|{amount.kind}" for amount in reading.amounts)
    answer = bare_answer(reading.text)
    found.add(f"BARE|{answer}")
    if answer:
        found |= grams(asked[-40:], f"{answer.upper()}|", 1, 4)
        found.update(f"{answer.upper()}|{ask}" for ask in situation.open_asks)
    for line in _before(situation):
        assert line.reading is not None
        found |= grams(_alike(line.reading.normal), "EB|" if line.sender == "buyer" else "EA|", 2, 3)
    return found


def _before(situation: Situation) -> list[Situation]:
    """Returns the last messages of both sides before the lines that this one answers."""
    near = situation.earlier[-_NEAR - len(situation.buyer) :]
    return [past for past in near if past.reading is not None and past.reading not in situation.buyer]


_DIGITS = str.maketrans("123456789", "000000000")


def _alike(text: str) -> str:
    return text.translate(_DIGITS)
