"""The `when:` language that persona moves and scoring rules share. A cue is compiled once from plain content and asked about situations.

All keys of a mapping must hold; a list means "any of". A cue sees the Reading, never the text, so an act means the same everywhere.
The language is described in docs/cues.md.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import re2

from simulator.cue_values import Found, Test, Values
from simulator.events import ACTIONS
from simulator.problems import did_you_mean
from simulator.reading.bare import bare_answer
from simulator.reading.marks import AMOUNT_KINDS, CONTACT_KINDS, Clause, Reading, Span
from simulator.reading.normal import Normalised, normalise
from simulator.situation import Doing, Situation, fact, money, offered_price
from simulator.suspicion import suspicions
from simulator.vocabulary import EVENTS, Vocabulary
from simulator.yamlfile import Place, Plain, text_of

__all__ = ["ACTION", "EVENT", "KEYS", "REPLY", "Cue", "Doing", "Found", "Situation", "compile_cue", "fact", "money", "offered_price"]

REPLY, ACTION, EVENT = "reply", "action", "event"


@dataclass(frozen=True, slots=True)
class Cue:
    """A compiled condition. `triggers`: what it waits for among reply, action and event; empty where it looks at things as they stand."""

    tests: tuple[Test, ...]
    source: Plain
    triggers: frozenset[str] = frozenset()

    def spans(self, situation: Situation) -> Found:
        """Returns the spans in the raw text that make the cue hold, () if it holds without words, None if it does not hold."""
        spans: list[Span] = []
        for test in self.tests:
            found = test(situation)
            if found is None:
                return None
            spans.extend(found)
        return tuple(sorted(set(spans))) if spans else ()

    def holds(self, situation: Situation) -> bool:
        return all(test(situation) is not None for test in self.tests)


_COMPARISONS: Mapping[str, Callable[[int, int], bool]] = {
    "below": operator.lt,
    "at_least": operator.ge,
    "at_most": operator.le,
    "above": operator.gt,
}
_LONGEST_PATTERN = 1000
_TRIGGERS = {"action": ACTION, "event": EVENT} | dict.fromkeys(
    ("act", "with", "ask", "amount", "mentions", "says", "text", "names", "bare", "contact", "promise", "polite", "answers", "hint"), REPLY
)
_STATE_KEYS = ("without", "sure", "open_ask", "args", "mood", "heard", "visits", "facts", "from", "buyer", "earlier", "all", "any", "not")
KEYS = (*_TRIGGERS, *_COMPARISONS, *_STATE_KEYS)


def compile_cue(source: Plain, place: Place, words: Vocabulary, moods: Collection[str] = ()) -> Cue:
    """Returns the cue that `source` describes; what is wrong with it goes to the problems of `place`.

    `moods` are the names a `mood:` key may use. A cue with problems holds by its sound keys only and is not to be used.
    """
    return _Compiler(words=words, moods=frozenset(moods)).mapping(source, place)


@dataclass(slots=True, kw_only=True)
class _Compiler(Values):
    moods: frozenset[str]
    triggers: set[str] = field(default_factory=set)

    def mapping(self, source: Plain, place: Place) -> Cue:
        tests = self.tests(source, place)
        return Cue(tests, source, frozenset(self.triggers))

    def tests(self, source: Plain, place: Place) -> tuple[Test, ...]:
        if not isinstance(source, dict):
            place.add("C01", f"a cue is a mapping such as {{act: greet}}, found {text_of(source)}")
            return ()
        for key in source:
            if key not in KEYS:
                (place / key).add("C02", f"a cue has no key {key!r}", did_you_mean(key, KEYS), key=True)
        self.triggers.update(_TRIGGERS[key] for key in source if key in _TRIGGERS)
        found = [self.key(key, source, place / key) for key in KEYS if key in source]
        return tuple(test for test in found if test is not None)

    def key(self, key: str, source: Mapping[str, Plain], place: Place) -> Test | None:
        """Returns the test for one key, None where it has none of its own or is wrong."""
        value = source[key]
        if key in ("act", "with"):
            return self.acts(value, place, _sure(source))
        if key == "ask":
            return self.asked(value, place, _sure(source))
        if key in _COMPARISONS:
            return self.compared(key, source, place)
        if key in ("action", "event"):
            return self.done(key, source, place)
        if key in ("sure", "args"):
            self.modifier(key, source, place)
            return None
        compiled: Test | None = getattr(self, f"key_{key}")(value, place)
        return compiled

    # Words ------------------------------------------------------------------------------------------------------------

    def acts(self, value: Plain, place: Place, sure: float) -> Test:
        wanted = frozenset(self.ids(value, place, "act", self.words.acts))

        def test(situation: Situation) -> Found:
            if situation.reading is None:
                return None
            return tuple(mark.span for mark in situation.reading.acts if mark.act in wanted and mark.confidence >= sure) or None

        return test

    def key_without(self, value: Plain, place: Place) -> Test:
        unwanted = frozenset(self.ids(value, place, "act", self.words.acts))

        def test(situation: Situation) -> Found:
            return None if situation.reading and situation.reading.has(*unwanted) else ()

        return test

    def asked(self, value: Plain, place: Place, sure: float) -> Test:
        wanted = frozenset(self.ids(value, place, "ask", self.words.asks))

        def test(situation: Situation) -> Found:
            if situation.reading is None:
                return None
            return tuple(mark.span for mark in situation.reading.asks if mark.ask in wanted and mark.confidence >= sure) or None

        return test

    def key_open_ask(self, value: Plain, place: Place) -> Test:
        wanted = frozenset(self.ids(value, place, "ask", self.words.asks))
        return lambda situation: None if wanted.isdisjoint(situation.open_asks) else ()

    def key_answers(self, value: Plain, place: Place) -> Test | None:
        if not isinstance(value, bool):
            place.add("C04", f"`answers` is true or false, found {text_of(value)}")
            return None
        answers = self.words.answers

        def test(situation: Situation) -> Found:
            if situation.reading is None or not situation.open_asks:
                return None
            spans = situation.reading.spans_of(act for ask in situation.open_asks for act in answers.get(ask, ()))
            return (spans or None) if value else (None if spans else ())

        return test

    def key_mentions(self, value: Plain, place: Place) -> Test:
        return self.phrases(value, place, lambda clause: clause.quoted)

    def key_says(self, value: Plain, place: Place) -> Test:
        """Returns the test for phrases that are meant: outside what is quoted, denied, asked, warned of or told of others."""
        return self.phrases(
            value, place, lambda clause: clause.quoted or clause.negated or clause.question or clause.warned or clause.reported
        )

    def key_text(self, value: Plain, place: Place) -> Test:
        """Returns the test for phrases anywhere in the text, quotations included."""
        return self.phrases(value, place, lambda _clause: False)

    def key_names(self, value: Plain, place: Place) -> Test | None:
        """Returns the test whether the text names one of the things a fact lists, by their first two characters (新疆维吾尔 is 新疆)."""
        path = self.fact(value, place) if isinstance(value, str) else None
        if path is None:
            return None

        def test(situation: Situation) -> Found:
            things = fact(situation.facts, path)
            if situation.reading is None or not isinstance(things, (list, tuple)):
                return None
            text = situation.reading.normal
            return () if any(isinstance(thing, str) and thing[:2] in text for thing in things) else None

        return test

    def phrases(self, value: Plain, place: Place, left_out: Callable[[Clause], bool]) -> Test:
        patterns = [pattern for item, at in self.items(value, place) if (pattern := self.phrase(item, at)) is not None]

        def test(situation: Situation) -> Found:
            return _mentioned(situation.reading, patterns, left_out) if situation.reading else None

        return test

    def key_bare(self, value: Plain, place: Place) -> Test:
        wanted = frozenset(self.ids(value, place, "bare answer", ("yes", "no")))

        def test(situation: Situation) -> Found:
            reading = situation.reading
            return ((0, len(reading.text)),) if reading and bare_answer(reading.text) in wanted else None

        return test

    def phrase(self, value: Plain, place: Place) -> Any:
        """Returns the compiled RE2 pattern of a phrase: literal, or a pattern between slashes."""
        if not isinstance(value, str) or not value.strip("/ "):
            place.add("C04", f"a phrase is a text, or an RE2 pattern between slashes, found {text_of(value)}")
            return None
        quiet = re2.Options()
        quiet.log_errors = False
        if len(value) > 2 and value[0] == value[-1] == "/":
            if len(value) > _LONGEST_PATTERN:
                place.add("C07", f"the pattern is longer than {_LONGEST_PATTERN} characters", "use several phrases")
                return None
            try:
                return re2.compile(value[1:-1], quiet)
            except re2.error as error:
                said = error.args[0].decode() if error.args and isinstance(error.args[0], bytes) else str(error)
                unknown = "RE2 knows no look-around and no back-references" if said.startswith("invalid") else ""
                place.add("C07", f"not an RE2 pattern: {said}", unknown)
                return None
        return re2.compile(re2.escape(normalise(value).text), quiet)

    def key_amount(self, value: Plain, place: Place) -> Test:
        kinds = frozenset(self.ids(value, place, "kind of amount", AMOUNT_KINDS))

        def test(situation: Situation) -> Found:
            reading = situation.reading
            return (tuple(amount.span for amount in reading.amounts if amount.kind in kinds) or None) if reading else None

        return test

    def key_contact(self, value: Plain, place: Place) -> Test:
        kinds = frozenset(self.ids(value, place, "kind of contact", ("any", *CONTACT_KINDS)))

        def test(situation: Situation) -> Found:
            reading = situation.reading
            return (tuple(c.span for c in reading.contacts if "any" in kinds or c.kind in kinds) or None) if reading else None

        return test

    def key_promise(self, value: Plain, place: Place) -> Test:
        wanted = frozenset(item for item, at in self.items(value, place) if self.is_text(item, at))

        def test(situation: Situation) -> Found:
            reading = situation.reading
            return (tuple(promise.span for promise in reading.promises if promise.what in wanted) or None) if reading else None

        return test

    def key_polite(self, value: Plain, place: Place) -> Test | None:
        bound = self.bound(value, place)
        if bound is None:
            return None
        return lambda situation: () if situation.reading and bound(situation.reading.politeness) else None

    def key_hint(self, value: Plain, place: Place) -> Test | None:
        if not isinstance(value, dict):
            place.add("C04", f"`hint` is a mapping such as {{contact_exchanged: '>= 0.9'}}, found {text_of(value)}")
            return None
        bounds = []
        for rule, limit in value.items():
            if self.words.rules and rule not in self.words.rules:
                (place / rule).add("C03", f"there is no rule {rule!r}", did_you_mean(rule, self.words.rules), key=True)
            bound = self.bound(limit, place / rule)
            if bound is not None:
                bounds.append((rule, bound))

        def test(situation: Situation) -> Found:
            suspected = suspicions(situation)
            return () if suspected and all(bound(suspected.get(rule, 0.0)) for rule, bound in bounds) else None

        return test

    # Deeds ------------------------------------------------------------------------------------------------------------

    def done(self, key: str, source: Mapping[str, Plain], place: Place) -> Test:
        names = frozenset(self.ids(source[key], place, key, ACTIONS if key == "action" else EVENTS))
        args = source.get("args")
        wanted = {name: value if isinstance(value, list) else [value] for name, value in args.items()} if isinstance(args, dict) else {}

        def test(situation: Situation) -> Found:
            doing = situation.action if key == "action" else situation.event
            if doing is None or doing.name not in names:
                return None
            return () if all(doing.args.get(name) in values for name, values in wanted.items()) else None

        return test

    def modifier(self, key: str, source: Mapping[str, Plain], place: Place) -> None:
        misspelt = not source.keys() <= set(KEYS)  # what it needs may stand there, misspelt, which is told already
        if key == "args":
            if not isinstance(source["args"], dict):
                place.add("C04", f"`args` is a mapping such as {{approves: true}}, found {text_of(source['args'])}")
            if "action" not in source and "event" not in source and not misspelt:
                place.add("C05", "`args` needs `action` or `event` beside it", key=True)
            return
        if not isinstance(source["sure"], (int, float)) or not 0 <= source["sure"] <= 1:
            place.add("C04", f"`sure` is a number from 0 to 1, found {text_of(source['sure'])}")
        if not {"act", "with", "ask"} & source.keys() and not misspelt:
            place.add("C05", "`sure` needs `act`, `with` or `ask` beside it", key=True)

    def compared(self, key: str, source: Mapping[str, Plain], place: Place) -> Test | None:
        """Returns a test of the offered price for one piece (or of `to` of an action) against a fact or an amount in yuan."""
        limit = self.limit(source[key], place)
        if limit is None:
            return None
        compare = _COMPARISONS[key]
        acts = frozenset(item for item in _listed(source.get("act")) if isinstance(item, str))
        granting = frozenset(name for name, act in self.words.acts.items() if act.grants == "discount")

        def test(situation: Situation) -> Found:
            offered, bound = offered_price(situation, acts, granting), limit(situation)
            return () if offered is not None and bound is not None and compare(offered, bound) else None

        return test

    # The state of things ----------------------------------------------------------------------------------------------

    def key_mood(self, value: Plain, place: Place) -> Test:
        return self.named_bounds(value, place, "mood", self.moods, lambda situation: situation.mood)

    def key_heard(self, value: Plain, place: Place) -> Test:
        return self.named_bounds(value, place, "act", self.words.acts, lambda situation: situation.heard)

    def key_visits(self, value: Plain, place: Place) -> Test | None:
        bound = self.bound(value, place)
        return None if bound is None else lambda situation: () if bound(situation.visits) else None

    def key_facts(self, value: Plain, place: Place) -> Test | None:
        if not isinstance(value, dict):
            place.add("C04", f"`facts` is a mapping such as {{shop.invoice: true}}, found {text_of(value)}")
            return None
        checks = []
        for name, wanted in value.items():
            path = self.fact(name, place / name, key=True)
            if path is not None:
                checks.append((path, [self.told(item, at) for item, at in self.items(wanted, place / name)]))

        def test(situation: Situation) -> Found:
            for path, tests in checks:
                found = fact(situation.facts, path)
                if found is None or not any(check(found) for check in tests):
                    return None
            return ()

        return test

    def told(self, wanted: Plain, place: Place) -> Callable[[Any], bool]:
        """Returns the test of a fact: a pattern between slashes is looked for in its words, anything else compared."""
        if not (isinstance(wanted, str) and len(wanted) > 2 and wanted[0] == wanted[-1] == "/"):
            return self.fact_test(wanted)
        pattern = self.phrase(wanted, place)
        return lambda found: pattern is not None and isinstance(found, str) and pattern.search(normalise(found).text) is not None

    # Logic ------------------------------------------------------------------------------------------------------------

    def key_all(self, value: Plain, place: Place) -> Test:
        parts = self.parts(value, place)

        def test(situation: Situation) -> Found:
            found = [part.spans(situation) for part in parts]
            return None if None in found else tuple(span for spans in found if spans for span in spans)

        return test

    def key_any(self, value: Plain, place: Place) -> Test:
        parts = self.parts(value, place)

        def test(situation: Situation) -> Found:
            found = [spans for part in parts if (spans := part.spans(situation)) is not None]
            return tuple(span for spans in found for span in spans) if found else None

        return test

    def key_not(self, value: Plain, place: Place) -> Test:
        # What is not wanted waits for nothing.
        part = Cue(_Compiler(words=self.words, moods=self.moods).tests(value, place), value)
        return lambda situation: None if part.holds(situation) else ()

    def key_earlier(self, value: Plain, place: Place) -> Test:
        part = Cue(_Compiler(words=self.words, moods=self.moods).tests(value, place), value)
        return lambda situation: () if situation.earlier.ever(id(part), part.holds) else None

    def key_buyer(self, value: Plain, place: Place) -> Test:
        part = Cue(_Compiler(words=self.words, moods=self.moods).tests(value, place), value)

        def test(situation: Situation) -> Found:
            return () if any(part.holds(replace(situation, reading=line, sender="buyer")) for line in situation.buyer) else None

        return test

    def key_from(self, value: Plain, place: Place) -> Test:
        wanted = frozenset(self.ids(value, place, "side", ("buyer", "agent")))
        return lambda situation: () if situation.sender in wanted else None

    def parts(self, value: Plain, place: Place) -> list[Cue]:
        if not isinstance(value, list) or not value:
            place.add("C04", f"expected a list of cues, found {text_of(value)}", "for example: [{act: greet}, {action: remark}]")
            return []
        return [Cue(self.tests(item, place / index), item) for index, item in enumerate(value)]


def _sure(source: Mapping[str, Plain]) -> float:
    """Returns the confidence that marks must have."""
    value = source.get("sure", 0)
    return float(value) if isinstance(value, (int, float)) else 0.0


def _listed(value: Plain) -> list[Plain]:
    return value if isinstance(value, list) else [value]


@lru_cache(4096)
def _normalised(text: str) -> Normalised:
    """Returns the text as `normalise` has it; every rule asks for that of the same message."""
    return normalise(text)


def _mentioned(reading: Reading, patterns: Iterable[Any], left_out: Callable[[Clause], bool]) -> Found:
    """Returns the spans where a pattern starts in the normalised text outside the clauses left out, None where none does."""
    normalised = _normalised(reading.text)
    hidden = [(clause.at, clause.at + len(clause.text)) for clause in reading.clauses if left_out(clause)]
    spans = [
        normalised.span(*match.span())
        for pattern in patterns
        for match in pattern.finditer(normalised.text)
        if match.start() < match.end() and not any(start <= match.start() < end for start, end in hidden)
    ]
    return tuple(spans) or None
