"""The words of a message held against what the catalogue says of the item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from simulator.goods import KINDS, agrees, named
from simulator.quantities import Quantity, compared, quantities
from simulator.reading.bare import bare_answer
from simulator.reading.marks import Reading
from simulator.reading.model import grams
from simulator.reading.normal import normalise
from simulator.situation import Situation, fact


def claims(situation: Situation, reading: Reading) -> Iterator[str]:
    """Yields how what is said, and what was asked, stands to each attribute of the item that either speaks of."""
    attributes = fact(situation.facts, ("item", "attributes"))
    if not isinstance(attributes, Mapping):
        return
    said, asked = reading.normal, " ".join(line.normal for line in situation.buyer)
    answer = bare_answer(reading.text) or "said"
    polarity = "neg" if any(clause.negated for clause in reading.clauses) else "pos"
    catalogue = normalise(" ".join(map(str, attributes.values()))).text
    for kind in KINDS:
        if known_words := named(kind, catalogue):
            for who, text in (("said", said), ("asked", asked)):
                if words := named(kind, text):
                    found = f"V|{kind} {who}/{agrees(words, known_words)}"
                    yield from (found, f"{found}/{answer}/{polarity}")
    for name, value in attributes.items():
        attribute, known = normalise(str(name)).text, normalise(str(value)).text
        told, wanted = _shared(known, said), _shared(known, asked)
        number = _number(quantities(known), quantities(said), quantities(asked))
        if not (number or attribute in said or attribute in asked or {told, wanted} != {"none"}):
            continue
        yield from (f"V|{told}/{wanted}", f"V|{answer}/{told}/{wanted}", f"V|{answer}/{told}/{wanted}/{polarity}")
        if number:
            yield from (f"V|{number}", f"V|{number}/{answer}", f"V|{number}/{told}")
        if _NONE.match(known):
            yield from ("V|none", f"V|none/{told}/{answer}", f"V|none/{answer}/{polarity}")
        yield from (f"VN|{attribute}", *grams(attribute, "VN|", 2, 2), *grams(known, "VV|", 2, 2))


_NONE = re.compile("[不无没非否]")
_SOME, _ALL = 0.2, 0.8


def _shared(known: str, text: str) -> str:
    """Returns how much of a value of the catalogue stands in `text`: all, some or none."""
    share = shared(known, text)
    return "all" if share > _ALL else "some" if share > _SOME else "none"


def shared(known: str, text: str) -> float:
    """Returns the share, 0..1, of the pairs of characters of the words of `known` that stand in `text`."""
    words = _WORD.findall(known) or [known]
    pairs = set[str]().union(*(grams(word, "", 2, 2) or {word} for word in words))
    return sum(pair in text for pair in pairs) / len(pairs)


_WORD = re.compile(r"[a-z]+|[\u4e00-\u9fff]+")


def _number(known: tuple[Quantity, ...], said: tuple[Quantity, ...], asked: tuple[Quantity, ...]) -> str:
    """Returns whether the quantities said (or else asked for) are the catalogue's or others, "" where there are none of the kind."""
    kinds = {kind for kind, _ in known}
    for who, stated in (("", said), ("asked ", asked)):
        alike = [one for one in stated if one[0] in kinds]
        if alike:
            found = {compared(one, other) for one in alike for other in known if other[0] == one[0]}
            return f"{who}{next(how for how in ('same', 'near', 'other') if how in found)} number"
    return ""
