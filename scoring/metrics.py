"""The metrics of a sitting, as docs/transcript.md defines them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from scoring.scorecard import Metrics
from scoring.timeline import Timeline, Wait, ms
from simulator.events import MessageSent

LONG_WAIT_MS = 120_000
"""More than this is a wait that counts, whether an answer came or not."""


@dataclass(frozen=True, slots=True)
class Service:
    """The dated setting behind the three-minute rate: hours of the day (local, from inclusive, to exclusive) and seconds allowed."""

    opens: int = 8 * 3600
    closes: int = 23 * 3600
    seconds: int = 180


def metrics(sitting: Timeline, service: Service, *, fines_yuan: int = 0, penalty_points: int = 0) -> Metrics:
    """Returns what was measured in a sitting."""
    waits = sitting.waits
    answered = [wait for wait in waits if wait.answer]
    counted = [wait for wait in waits if counts(wait) and _in_hours(sitting, wait, service)]
    buyer = sum(len(talk.messages("buyer")) for talk in sitting.talks)
    agent = sum(len(talk.messages("agent")) for talk in sitting.talks)
    return Metrics(
        first_response_s=_seconds(first_response_ms(sitting), 1),
        average_response_s=_seconds(average_response_ms(sitting), 2),
        waits_over_2min=sum(wait.ms > LONG_WAIT_MS for wait in waits),
        three_minute_rate=_share(sum(bool(w.answer) and w.ms <= service.seconds * 1000 for w in counted), len(counted), 3),
        answer_ratio=_share(agent, buyer, 2),
        typing_chars_per_min=_typing(sitting, answered),
        fines_yuan=fines_yuan,
        penalty_points=penalty_points,
    )


def counts(wait: Wait) -> bool:
    """Returns whether the buyer waited: it was answered, or waited more than two minutes for nothing."""
    return wait.answer is not None or wait.ms > LONG_WAIT_MS


def first_response_ms(sitting: Timeline) -> int | None:
    """Returns the first answered wait of the talk that opened first, in milliseconds."""
    talk = next((talk for talk in sitting.talks if talk.waits), None)
    return next((wait.ms for wait in talk.waits if wait.answer), None) if talk else None


def average_response_ms(sitting: Timeline) -> float | None:
    """Returns the mean of all answered waits, in milliseconds."""
    answered = [wait.ms for wait in sitting.waits if wait.answer]
    return sum(answered) / len(answered) if answered else None


def _in_hours(sitting: Timeline, wait: Wait, service: Service) -> bool:
    if not sitting.header.started:
        return True
    began = datetime.fromisoformat(sitting.header.started) + timedelta(milliseconds=ms(wait.opened.at))
    return service.opens <= began.hour * 3600 + began.minute * 60 + began.second < service.closes


def _typing(sitting: Timeline, answered: Sequence[Wait]) -> float | None:
    """Returns characters a minute over the answers: each from the buyer's last line, or the agent's own last message if that was later."""
    sent = sorted(ms(moment.event.at) for talk in sitting.talks for moment in talk.messages("agent"))
    characters, spent, own = 0, 0, 0
    for wait in sorted(answered, key=lambda wait: ms(wait.ended)):
        at = ms(wait.ended)
        while own < len(sent) and sent[own] < at:
            own += 1
        since = max(ms(wait.last.at), sent[own - 1] if own else 0)
        if at > since and isinstance(wait.answer, MessageSent):
            characters += len(wait.answer.text)
            spent += at - since
    return round(characters * 60_000 / spent, 1) if spent else None


def _seconds(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value / 1000, digits)


def _share(part: int, whole: int, digits: int) -> float | None:
    return round(part / whole, digits) if whole else None
