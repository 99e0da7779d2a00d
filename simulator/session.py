"""One sitting: conversations, their events in the journal, the supervisor, the time limit. Everything by virtual time and seed.

The same seed and the same replies at the same times give the same journal, however time is advanced. An event is in the journal before
anybody can see it; a sitting whose journal cannot be written stops.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simulator.actions import ActionRefused, checked
from simulator.clean import clean
from simulator.conversation import TICKS_A_SECOND, Cast, Conversation, ticks
from simulator.cues import Doing
from simulator.events import CLOSED, ActionTaken, Event, MessageSent, SessionStarted, WorldChanged
from simulator.journal import Journal, JournalError, MemoryJournal, Recorder

_NO_SUPERVISOR_S = 60.0


class SessionOver(Exception):
    """Something was said or done after the sitting was closed."""


class ResumeError(Exception):
    """A journal that this program and content do not play out the same way."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the supervisor will say, and when."""

    due: int
    conversation: Conversation
    args: Mapping[str, Any]


@dataclass(slots=True, eq=False)
class Session:
    """One sitting at the desk. `advance` lets time pass; `reply`, `act` and `finish` happen at `now`."""

    casts: Sequence[Cast]
    seed: int
    journal: Recorder
    limit_s: float | None = None
    events: list[Event] = field(default_factory=list)
    conversations: tuple[Conversation, ...] = field(init=False)
    closed: bool = False
    _tick: int = 0
    _answers: list[_Answer] = field(default_factory=list)
    _failed: JournalError | None = None

    def __post_init__(self) -> None:
        several = len(self.casts) > 1
        self.conversations = tuple(Conversation(f"c{number}", cast, self.seed, several) for number, cast in enumerate(self.casts, start=1))
        if self.limit_s is None:
            self.limit_s = max(cast.scenario.time.limit for cast in self.casts)

    # Time -----------------------------------------------------------------------------------------------------------------

    @property
    def now(self) -> float:
        """Seconds since the sitting began, in whole tenths."""
        return self._tick / TICKS_A_SECOND

    @property
    def ended(self) -> bool:
        """Whether nothing more can come: the sitting is closed, or every buyer is gone."""
        return self.closed or all(conversation.left for conversation in self.conversations)

    def next_due(self) -> float | None:
        """Returns the second at which the next thing happens by itself, None where nothing will."""
        due = self._next()
        return None if due is None else due[0] / TICKS_A_SECOND

    def advance(self, to: float) -> None:
        """Lets time pass up to second `to`; all that is due happens at its own time."""
        self._check()
        # Down to the tick, since what is due in the tick that has begun is still to come.
        target = max(self._tick, int(to * TICKS_A_SECOND + 1e-6))
        while not self.closed and (due := self._next()) is not None and due[0] <= target:
            self._tick = max(self._tick, due[0])
            self._record(due[1](self._tick))
        self._tick = target

    def _next(self) -> tuple[int, Callable[[int], list[Event]]] | None:
        """Returns the tick of what comes next and what does it; earlier conversations first, then the supervisor, then the time limit."""
        coming: list[tuple[int, Callable[[int], list[Event]]]] = [
            (conversation.due, conversation.go_on) for conversation in self.conversations if conversation.due is not None
        ]
        coming += [(answer.due, lambda now, answer=answer: self._answer(answer, now)) for answer in self._answers]  # type: ignore[misc]
        if self.limit_s and not self.closed:
            coming.append((ticks(self.limit_s), lambda now: self._close(now, "time")))
        return min(coming, key=lambda one: one[0], default=None)

    # What the trainee does --------------------------------------------------------------------------------------------------

    def reply(self, conversation: str, text: str) -> None:
        """Says `text`, cleaned, in a conversation. An empty text is not said."""
        self._check(open_only=True)
        talk = self.conversation(conversation)
        said = clean(text)
        if not said.strip():
            return
        self._record([MessageSent(self.now, "agent", said, talk.id)])
        talk.take_in(said, self._tick)

    def act(self, conversation: str, name: str, args: Mapping[str, Any] | None = None) -> None:
        """Takes an action at the desk. Raises ActionRefused where its arguments cannot be used, or the order does not allow it."""
        self._check(open_only=True)
        talk = self.conversation(conversation)
        given = checked(name, args or {})
        if refusal := talk.refusal(name, given):
            raise ActionRefused(refusal)
        self._record([ActionTaken(self.now, name, given, talk.id)])
        self._record(talk.act_on_order(name, given, self._tick))
        if name == "lookup_parcel":
            self._record([WorldChanged(self.now, "parcel_status", {"text": _parcel(talk)}, talk.id)])
        elif name == "escalate":
            self._escalate(talk)
        elif name == "block":
            self._record(talk.blocked(self._tick))
        talk.take_in(Doing(name, given), self._tick)

    def finish(self) -> None:
        """Closes the sitting; nothing can be said or done any more."""
        self._check()
        if not self.closed:
            self._record(self._close(self._tick, "finished"))

    def conversation(self, name: str) -> Conversation:
        """Returns the conversation with this id. Raises KeyError."""
        return {talk.id: talk for talk in self.conversations}[name]

    # What follows -----------------------------------------------------------------------------------------------------------

    def _escalate(self, talk: Conversation) -> None:
        supervisor = talk.cast.scenario.supervisor
        after = supervisor.after if supervisor else _NO_SUPERVISOR_S
        args: dict[str, Any] = {"approves": False, "says": "主管暂时不在，请按规定处理。"}
        if supervisor:
            args = {"approves": supervisor.approves, "says": supervisor.says.zh}
            args |= {"price": supervisor.price} if supervisor.price is not None else {}
        self._answers.append(_Answer(self._tick + ticks(after), talk, args))

    def _answer(self, answer: _Answer, now: int) -> list[Event]:
        self._answers.remove(answer)
        talk = answer.conversation
        answered = WorldChanged(now / TICKS_A_SECOND, "supervisor_replied", answer.args, talk.id)
        return [answered, *talk.notice("supervisor_replied", answer.args, now)]

    def _close(self, now: int, reason: str) -> list[Event]:
        self.closed = True
        return [WorldChanged(now / TICKS_A_SECOND, CLOSED, {"reason": reason})]

    def _record(self, events: Sequence[Event]) -> None:
        """Puts events into the journal, each safe before the next is made known."""
        for event in events:
            try:
                self.journal.append(event)
            except JournalError as error:
                self._failed = error
                raise
            self.events.append(event)

    def _check(self, *, open_only: bool = False) -> None:
        if self._failed:
            raise self._failed
        if open_only and self.closed:
            raise SessionOver("the sitting is closed")

    # Taking up again ----------------------------------------------------------------------------------------------------------

    @classmethod
    def resume(cls, path: Path, casts_of: Callable[[SessionStarted], Sequence[Cast]]) -> Session:
        """Returns the sitting of the journal at `path`, at its last event, open for going on; what is missing is appended.

        `casts_of` finds the content the header names. Raises JournalError, or ResumeError where the buyer's lines come out otherwise.
        """
        journal, transcript = Journal.reopen(path)
        try:
            session = replayed(transcript.header, transcript.events, casts_of(transcript.header))
            session.journal = journal
            for event in session.events[len(transcript.events) :]:
                journal.append(event)
        except BaseException:
            journal.close()
            raise
        return session


def replayed(header: SessionStarted, events: Sequence[Event], casts: Sequence[Cast]) -> Session:
    """Returns a sitting in memory that has come to where the events end; events that were still to be written come out in addition.

    Raises ResumeError where the events do not come out the same.
    """
    session = driven(header, events, casts)
    for number, (was, now) in enumerate(zip(events, session.events, strict=False)):
        if was.as_json() != now.as_json():
            raise ResumeError(f"event {number + 1} at {was.at:g} s comes out otherwise: the content or the program has changed")
    if len(session.events) < len(events):
        raise ResumeError(f"event {len(session.events) + 1} does not come out: the content or the program has changed")
    return session


def driven(header: SessionStarted, events: Sequence[Event], casts: Sequence[Cast]) -> Session:
    """Returns a sitting in memory in which the agent says and does again what the events hold, up to the last of them.

    Raises ResumeError where an event cannot be played, such as an action of a later version.
    """
    session = Session(casts, seed_of(header), MemoryJournal(header), header.more.get("limit_s"))
    try:
        for event in events:
            session.advance(event.at)
            if isinstance(event, MessageSent) and event.sender == "agent":
                session.reply(event.conversation, event.text)
            elif isinstance(event, ActionTaken):
                session.act(event.conversation, event.name, event.args)
            elif isinstance(event, WorldChanged) and event.name == CLOSED:
                session.finish()
    except (SessionOver, ActionRefused, KeyError) as error:
        raise ResumeError(f"the sitting cannot be played again: {error}") from error
    return session


def header_of(casts: Sequence[Cast], *, id: str, seed: int, started: str, content: str | None = None, **more: Any) -> SessionStarted:
    """Returns the first line of a sitting's journal. `started` is ISO 8601 with offset; `more` holds keys of our own (mode, trainee)."""
    scenarios = [cast.scenario for cast in casts]
    facts = scenarios[0].facts_in(casts[0].shop) if len(casts) == 1 else {}
    own: dict[str, Any] = {"seed": seed, "scenarios": [scenario.scenario for scenario in scenarios]}
    if len(casts) > 1:
        own["arrives"] = [cast.arrives for cast in casts]
    return SessionStarted(id, scenarios[0].scenario if len(casts) == 1 else None, content, started, facts, own | more)


def seed_of(header: SessionStarted) -> int:
    """Returns the seed a sitting was played with. Raises ResumeError where the header holds none."""
    seed = header.more.get("seed")
    if isinstance(seed, int) and not isinstance(seed, bool):
        return seed
    raise ResumeError("the journal holds no seed: it was not written by this program")


def _parcel(talk: Conversation) -> str:
    parcel = talk.cast.scenario.parcel
    if parcel:
        return parcel.status.zh
    return "暂无物流信息" if talk.order.stage in ("none", "placed", "paid") else "已发货,暂无新的物流信息"
