"""Which rules a trained model suspects an agent's message to break, in its situation. Rules decide what to make of it (`hint:` in a cue).

The model reads the message, the buyer's lines it answers, what was said before and the yes-or-no facts; it never decides alone where a
rule is fatal. Its weights are made by `training/rules.py` from the corpus in this repository.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from simulator.reading.bare import bare_answer
from simulator.reading.combine import only_addresses
from simulator.reading.marks import Reading
from simulator.reading.model import features_of, model
from simulator.reading.normal import normalise
from simulator.situation import Situation

COURTESIES = frozenset({"greet", "ask_to_wait", "thank", "welcome", "offer_help", "close"})
LONGEST_COURTESY = 20
"""A reply of courtesies alone, up to so many characters, is suspected of nothing, whatever the buyer asked."""
_NEAR = 3
"""How many earlier lines the model looks back at."""


def suspicions(situation: Situation) -> Mapping[str, float]:
    """Returns rule -> how strongly it is suspected (0..1); empty without a message, for bare courtesies, or without trained weights."""
    if situation.reading is None or _courteous(situation.reading):
        return {}
    earlier = [past.reading.text for past in situation.earlier[-_NEAR - len(situation.buyer) :] if past.reading is not None]
    told = tuple(sorted(_facts(situation.facts)))
    return _suspicions(situation.reading, situation.buyer, tuple(earlier), situation.open_asks, told)


def _courteous(reading: Reading) -> bool:
    if only_addresses(reading.text):
        return True
    acts = reading.act_ids
    return bool(acts) and acts <= COURTESIES and len(reading.text) <= LONGEST_COURTESY and not reading.contacts and not reading.amounts


@lru_cache(2048)
def _suspicions(
    reading: Reading, buyer: tuple[Reading, ...], earlier: tuple[str, ...], asks: tuple[str, ...], told: tuple[str, ...]
) -> Mapping[str, float]:
    trained = model("rules")
    if trained is None:
        return {}
    confidences = trained.confidences(features(reading, buyer, earlier, asks, told))
    return dict(zip(trained.labels, confidences, strict=True))


def features(
    reading: Reading, buyer: tuple[Reading, ...], earlier: tuple[str, ...], asks: tuple[str, ...], told: tuple[str, ...]
) -> set[str]:
    """Returns the features of a message in its situation, the same in training and in use. Digits count alike."""
    asked = " ".join(normalise(line.text).text for line in buyer)
    found = features_of(_alike(reading.normal), reading.clauses, (), before=_alike(asked), asks=asks)
    found.update(told)
    found.update(f"C|{contact.kind}" for contact in reading.contacts)
    found.update(f"M|{amount.kind}" for amount in reading.amounts)
    answer = bare_answer(reading.text)
    found.add(f"BARE|{answer}")
    if answer:
        found.update(_grams(_alike(asked)[-40:], f"{answer.upper()}|", 1, 4))
    for line in earlier:
        found.update(_grams(_alike(normalise(line).text), "E|", 2, 3))
    return found


def _facts(facts: Mapping[str, object]) -> Iterator[str]:
    """Yields the facts that are yes or no, and the names of the others."""
    for group, values in facts.items():
        if isinstance(values, Mapping):
            for name, value in values.items():
                yield f"FACT|{group}.{name}={value}" if isinstance(value, bool) else f"FACT|{group}.{name}"


_DIGITS = str.maketrans("123456789", "000000000")


def _alike(text: str) -> str:
    return text.translate(_DIGITS)


def _grams(text: str, prefix: str, shortest: int, longest: int) -> Iterator[str]:
    return (prefix + text[at : at + size] for size in range(shortest, longest + 1) for at in range(len(text) - size + 1))
