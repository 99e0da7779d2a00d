"""What the facts of a talk say to a message: the price against the floor, the words against the catalogue. Marks for the suspicion.

A mark only states what was compared and how it came out (`P|lowest/below`, `V|other number/said`); what it weighs is learnt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from simulator.goods import KINDS, agrees, named
from simulator.grants import clause_of, granted, pieces_asked, priced, proposal, quoted
from simulator.offers import lowest_offer
from simulator.quantities import Quantity, compared, quantities
from simulator.reading.bare import bare_answer
from simulator.reading.marks import Amount, Reading
from simulator.reading.model import grams
from simulator.reading.normal import normalise
from simulator.situation import Situation, fact, money


def evidence(situation: Situation) -> set[str]:
    """Returns the marks of a message held against the facts; none where the facts hold nothing to compare."""
    reading = situation.reading
    return {*_prices(situation, reading), *_claims(situation, reading)} if reading is not None else set()


# Prices ---------------------------------------------------------------------------------------------------------------


def _prices(situation: Situation, reading: Reading) -> Iterator[str]:
    list_price, floor = money(situation.facts, ("item", "list_price")), money(situation.facts, ("item", "floor_price"))
    if not list_price or not floor:
        return

    def against(price: int) -> str:
        """Returns where a price in fen stands: below the floor, at it, between floor and list price, at the list price, above it."""
        if price <= floor:
            return "below" if price < floor else "floor"
        return "between" if price < list_price else "list" if price == list_price else "above"

    answer = bare_answer(reading.text)
    amounts = priced(reading, list_price, pieces_asked(situation))
    named: list[int] = []
    for amount in amounts:
        price = lowest_offer([amount], list_price)
        if price is not None:
            named.append(price)
            clause = clause_of(amount, reading)
            scopes = "".join(sign for sign in _SCOPES if clause is not None and getattr(clause, _SCOPES[sign]))
            yield from (f"P|{amount.kind}/{against(price)}", f"P|named/{against(price)}", f"P|named/{against(price)}/{scopes}")
    if named:
        yield f"P|lowest/{against(min(named))}"
    off, prices = _taken_off(amounts), [amount for amount in amounts if amount.kind == "price"]
    whole = lowest_offer(prices, list_price)
    if off and whole is not None:
        yield f"P|less/{against(whole - off)}"
    before = quoted(situation, list_price)
    if before is not None:
        yield f"P|quoted/{against(before)}"
        if off:
            yield f"P|quoted less/{against(before - off)}"
        for line in situation.buyer:
            wanted = _taken_off(priced(line, list_price))
            if wanted:
                yield f"P|quoted less asked/{against(before - wanted)}/{answer or 'more'}"
    grant = granted(situation)
    if grant is not None:
        yield f"P|granted/{against(grant[0])}"
    asked = proposal(situation, list_price)
    if asked is None:
        return
    stands = f"P|asked/{against(asked)}"
    yield from (stands, f"{stands}/{answer or 'more'}")
    if named:
        yield from (f"{stands}/{'same' if asked in named else 'other'}", f"{stands}/lowest/{against(min(named))}")
    else:
        yield f"{stands}/none named"


def _taken_off(amounts: Iterable[Amount]) -> int:
    """Returns the most that is taken off one piece, in fen; 0 where nothing is."""
    return max((amount.value // max(1, amount.pieces) for amount in amounts if amount.kind == "off"), default=0)


_SCOPES: Mapping[str, str] = {"n": "negated", "q": "question", "Q": "quoted", "c": "conditional", "r": "reported"}


# Claims ---------------------------------------------------------------------------------------------------------------


def _claims(situation: Situation, reading: Reading) -> Iterator[str]:
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
