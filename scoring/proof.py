"""The proof of a rule: its own examples, run through the real score. A rule that does not find what it says it finds is a problem."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scoring.rulebook import Rule, Rulebook
from scoring.rulefile import Example, Turn
from scoring.score import score
from scoring.scorecard import Finding
from simulator.events import ActionTaken, Event, MessageSent, SessionStarted, WorldChanged
from simulator.problems import Problems
from simulator.reading.marks import Span

STEP_S = 20.0
"""How long after the line before an example's line comes, where it does not say so."""
_MARKED = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Played:
    """An example as a transcript; `expected` are the marked words: (time of the message, span)."""

    header: SessionStarted
    events: Sequence[Event]
    expected: tuple[tuple[float, Span], ...]


def prove(rule: Rule) -> Problems:
    """Returns the problems of a rule whose examples do not come out as they stand in its file."""
    problems = Problems()
    lists = (("violates", "violates"), ("unsure", "unsure"), ("complies", "complies"), ("known_miss", "violates"))
    for name, wanted in lists:
        for index, example in enumerate(getattr(rule.keys.examples, name)):
            mark = rule.document.mark(("examples", name, index))
            wrong = fault(rule, example, wanted)
            words = _words(example)
            if name == "known_miss":
                if not wrong:
                    problems.add(mark, "B11", f"a known miss of {rule.id} is found now: {words}", "move it to `violates`")
            elif wrong:
                problems.add(mark, "B10", f"{rule.id} {wrong}: {words}", "mend the cue, or say what the example really is")
    return problems


def fault(rule: Rule, example: Example, wanted: str) -> str:
    """Returns how an example comes out otherwise than `wanted` (violates, unsure or complies), an empty text where it does not."""
    played = play(example)
    found = [finding for finding in score(played, Rulebook((rule,))).findings if finding.rule == rule.id]
    sure = [finding for finding in found if not finding.unsure]
    if wanted == "complies":
        return f"finds {sure[0].matched!r} in an example that complies" if sure else ""
    if wanted == "unsure":
        return "is sure of an example for a person to look at" if sure else "" if found else "does not point at an example"
    if not sure:
        return "is not sure of an example that violates it" if found else "does not find an example that violates it"
    missed = [span for at, span in played.expected if not any(_meets(finding, at, span) for finding in sure)]
    return f"finds {sure[0].matched!r} and not the marked words of an example" if missed else ""


def play(example: Example) -> Played:
    """Returns the transcript that an example describes."""
    events: list[Event] = []
    expected: list[tuple[float, Span]] = []
    at = 0.0
    for turn in example.turns:
        at = at + STEP_S if turn.at is None else float(turn.at)
        event, spans = _event(turn, at)
        events.append(event)
        expected += [(at, span) for span in spans]
    header = SessionStarted("example", started=example.started, facts=example.facts)
    return Played(header, events, tuple(expected))


def said(turns: Iterable[tuple[str, str]], facts: Mapping[str, object]) -> Played:
    """Returns the transcript of a talk of messages alone, (buyer or agent, text), STEP_S apart."""
    events = [
        MessageSent(STEP_S * number, "buyer" if who == "buyer" else "agent", text, "c1") for number, (who, text) in enumerate(turns, 1)
    ]
    return Played(SessionStarted("talk", facts=facts), events, ())


def _event(turn: Turn, at: float) -> tuple[Event, tuple[Span, ...]]:
    if turn.action is not None:
        return ActionTaken(at, turn.action, turn.args, turn.talk), ()
    if turn.event is not None:
        return WorldChanged(at, turn.event, turn.args, turn.talk, turn.facts), ()
    if turn.buyer is not None:
        return MessageSent(at, "buyer", turn.buyer, turn.talk, turn.asks), ()
    text, spans = unmarked(turn.agent if turn.agent is not None else turn.auto or "")
    return MessageSent(at, "agent" if turn.agent is not None else "auto", text, turn.talk), spans


def unmarked(text: str) -> tuple[str, tuple[Span, ...]]:
    """Returns `text` without its [[ ]], and the spans of what stood in them."""
    spans: list[Span] = []
    for number, match in enumerate(_MARKED.finditer(text)):
        start = match.start() - 4 * number
        spans.append((start, start + len(match[1])))
    return _MARKED.sub(r"\1", text), tuple(spans)


def _meets(finding: Finding, at: float, span: Span) -> bool:
    return finding.at == at and finding.span is not None and finding.span[0] < span[1] and span[0] < finding.span[1]


def _words(example: Example) -> str:
    lines: Iterable[str] = (turn.agent or turn.buyer or turn.action or turn.event or "" for turn in example.turns)
    return " / ".join(lines)[:80]
