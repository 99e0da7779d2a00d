"""Which rules an agent's message is suspected to break, in its situation. Rules decide what to make of it (`hint:` in a cue, kind
`suspected`).

Trained models read the message, the buyer's lines it answers, what was said before, and what the facts say to it: a linear one, which
knows wordings, and two networks, which know how they turn each other. Their weights are made by `training/rules.py` from the corpus in this
repository. Confidences are shares: of the talks given 0.8, by hands the models have not seen, about four in five break the rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from simulator.evidence import evidence
from simulator.reading.bare import bare_answer
from simulator.reading.combine import only_addresses
from simulator.reading.lazy import Lazy
from simulator.reading.marks import Clause, Reading, Span
from simulator.reading.model import Model, features_of, grams, model, scopes_of
from simulator.reading.network import Ensemble, Voice, networks
from simulator.situation import Situation, fact

COURTESIES = frozenset({"greet", "ask_to_wait", "thank", "welcome", "offer_help", "close"})
LONGEST_COURTESY = 20
"""A reply of courtesies alone, up to so many characters, is suspected of nothing, whatever the buyer asked."""
FEWEST_FOREIGN = 5
"""So many words without a Chinese character are another language; fewer may be a wechat id, a size, a brand."""
_WORDS, _HAN = Lazy(r"[a-z]{2,}"), Lazy(r"[\u4e00-\u9fff]")
_NEAR = 4
"""How many earlier lines are looked back at."""


def suspicions(situation: Situation) -> Mapping[str, float]:
    """Returns rule -> how strongly it is suspected (0..1); empty without a message, for bare courtesies, or without trained weights."""
    linear, deep = model("rules"), networks("rules")
    reading = situation.reading
    if reading is None or linear is None or deep is None or _courteous(reading) or _foreign(reading):
        return {}
    if not situation.suspected:
        known = marks(situation)
        sure = _confidences(situation, linear, deep, known, own=True)
        if bare_answer(reading.text) and any(past.sender == "agent" for past in _before(situation, own=True)):
            sure = [*map(min, sure, _confidences(situation, linear, deep, known, own=False))]
        situation.suspected.update(zip(linear.labels, sure, strict=True))
    return situation.suspected


def _confidences(situation: Situation, linear: Model, deep: Ensemble, known: set[str], *, own: bool) -> list[float]:
    """Returns how sure the models are of each rule. A bare yes takes up what the buyer said: it is no worse for what the agent itself said
    before (not `own`), which was judged when it was said."""
    return linear.confidences(margins_of(linear, deep, features(situation, known, own=own), voices(situation, own=own), known))


def margins_of(linear: Model, deep: Ensemble, found: Collection[str], heard: Sequence[Voice], known: Collection[str]) -> list[float]:
    """Returns how much speaks for each rule to be broken, in the order of the models' labels; the same in training and in use."""
    worded, sensed = linear.margins(found), deep.margins(heard, known)
    return [wording + share * sense for wording, share, sense in zip(worded, linear.beside, sensed, strict=True)]


def telling_words(situation: Situation, rule: str) -> Span:
    """Returns the clause of the raw text that alone would be suspected most, in this situation; the whole message where it has one."""
    reading, deep = situation.reading, networks("rules")
    assert reading is not None
    if deep is None or rule not in deep.labels or len(reading.clauses) < 2:
        return 0, len(reading.text)
    (text, scopes), *context = voices(situation)
    known, at = marks(situation), deep.labels.index(rule)

    def alone(clause: Clause) -> float:
        here = slice(clause.at, clause.at + len(clause.text))
        return deep.margins([(text[here], scopes[here]), *context], known)[at]

    return max(reading.clauses, key=alone).span


def _foreign(reading: Reading) -> bool:
    """Returns whether a message is sentences of another language, of which nothing is understood. A contact is understood in any."""
    words = _WORDS.findall(reading.normal)
    return len(words) >= FEWEST_FOREIGN and not _HAN.search(reading.normal) and not reading.contacts


def _courteous(reading: Reading) -> bool:
    if only_addresses(reading.text):
        return True
    acts = reading.act_ids
    return bool(acts) and acts <= COURTESIES and len(reading.text) <= LONGEST_COURTESY and not reading.contacts and not reading.amounts


def features(situation: Situation, known: set[str], *, own: bool = True) -> set[str]:
    """Returns what the linear model reads of a message in its situation, its marks among it; the same in training and in use. Digits
    count alike. `own`: with the agent's own earlier messages.

    Which facts are known is none of it: an imported chat has few, a scenario has all. Rules ask for facts themselves (`only`).
    """
    reading = situation.reading
    assert reading is not None
    asked = _asked(situation)
    found = features_of(_alike(reading.normal), reading.clauses, (), before=asked, asks=situation.open_asks) | known
    answer = bare_answer(reading.text)
    if answer:
        found |= grams(asked[-40:], f"{answer.upper()}|", 1, 4)
    for line in _before(situation, own=own):
        assert line.reading is not None
        found |= grams(_alike(line.reading.normal), "EB|" if line.sender == "buyer" else "EA|", 2, 3)
    return found


def marks(situation: Situation) -> set[str]:
    """Returns what was worked out of a message in its situation: the evidence of the facts, what the buyer asks for, contacts, amounts."""
    reading = situation.reading
    assert reading is not None
    found = evidence(situation)
    if fact(situation.facts, ("order", "account_matches")) is False:
        found.add("STRANGER")
    found.update(f"C|{contact.kind}" for contact in reading.contacts)
    found.update(f"M|{amount.kind}" for amount in reading.amounts)
    answer = bare_answer(reading.text)
    found.add(f"BARE|{answer}")
    polarity = "neg" if any(clause.negated for clause in reading.clauses) else "pos"
    for ask in situation.open_asks:
        found.update((f"A:{ask}", f"A:{ask}|{polarity}"))
        if answer:
            found.add(f"{answer.upper()}|{ask}")
    return found


def voices(situation: Situation, *, own: bool = True) -> list[Voice]:
    """Returns what the network hears: the message with the scopes of its clauses, the lines it answers, and those before, the agent's
    `own` among them.
    """
    reading = situation.reading
    assert reading is not None
    earlier = " ".join(line.reading.normal for line in _before(situation, own=own) if line.reading is not None)
    return [_scoped_text(reading.normal, reading.clauses), *(_scoped_text(text, ()) for text in (_asked(situation), earlier))]


def _scoped_text(text: str, clauses: Iterable[Clause]) -> Voice:
    scopes = [0] * len(text)
    for clause in clauses:
        number = scopes_of(clause)
        if number:
            scopes[clause.at : clause.at + len(clause.text)] = [number] * len(clause.text)
    return _alike(text), scopes


def _asked(situation: Situation) -> str:
    return _alike(" ".join(line.normal for line in situation.buyer))


def _before(situation: Situation, *, own: bool) -> list[Situation]:
    """Returns the last messages before the lines that this one answers, the buyer's and the agent's `own`."""
    near = [past for past in situation.earlier[-_NEAR - len(situation.buyer) :] if own or past.sender == "buyer"]
    return [past for past in near if past.reading is not None and past.reading not in situation.buyer]


_DIGITS = str.maketrans("123456789", "000000000")


def _alike(text: str) -> str:
    return text.translate(_DIGITS)
