"""One attempt at an exam: a folder with a journal of its own and one journal a talk. It goes on by the UTC clock while nobody looks.

The exam's journal holds who sat it, the seed and the draw, when each talk began and ended, and the verdict; each talk's journal is a
transcript like any other. After a crash the attempt goes on at the same message; what was on the screen is on the disk.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.clean import clean
from simulator.clock import Clock, UtcClock, VirtualClock
from simulator.events import Event, SessionStarted, WorldChanged
from simulator.exam import Exam, Verdict, draw, verdict
from simulator.grading import grade
from simulator.home import Home
from simulator.journal import Journal
from simulator.playing import OnRefusal, play
from simulator.problems import ContentError, DeskError
from simulator.replies import Reply
from simulator.session import ResumeError, Session, header_of
from simulator.sitting import Sitting, mendable
from simulator.transcript import read_transcript
from simulator.views import SittingView
from simulator.words import Words, pick

if TYPE_CHECKING:
    from scoring.scorecard import Scorecard
    from simulator.library import Library

TIER = "practice"
"""What a result from this machine may be used for: the trainee controls it."""
EXAM_JOURNAL = "exam.jsonl"
LONGEST_TRAINEE = 64

_TABLE = {
    "trainee": ("请填写工号或姓名（不超过 {most} 个字）。", "Give the trainee's id or name, at most {most} characters."),
    "attempts": ("{trainee} 已经考过 {most} 次，不能再考。请找考官。", "{trainee} has had {most} attempts; ask the examiner."),
    "changed": (
        "考核内容已更新，这次考核不能接着进行，记为「中断待定」，由考官决定。",
        "The content has changed, so the exam cannot go on. It is kept as interrupted, for the examiner to decide.",
    ),
    "damaged": ("考核记录读不了：{why}", "The record of the exam cannot be read: {why}"),
    "interrupted": ("中断：内容在考核期间变了", "interrupted: the content changed during the exam"),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """An attempt as its journal tells it. `began` is UTC, ISO 8601; `over`: the verdict is in the journal."""

    id: str
    folder: Path
    header: SessionStarted
    events: tuple[Event, ...]

    @property
    def exam(self) -> str:
        return str(self.header.more.get("exam", ""))

    @property
    def trainee(self) -> str:
        return str(self.header.more.get("trainee", ""))

    @property
    def draws(self) -> tuple[str, ...]:
        return tuple(map(str, self.header.more.get("draws", ())))

    @property
    def began(self) -> str:
        return str(self.header.started)

    @property
    def _verdict(self) -> WorldChanged | None:
        return next((event for event in self.events if isinstance(event, WorldChanged) and event.name == "verdict"), None)

    @property
    def verdict(self) -> Mapping[str, Any] | None:
        """What the verdict's line says, None while the exam goes on."""
        return None if self._verdict is None else self._verdict.args

    @property
    def over(self) -> bool:
        return self._verdict is not None

    @property
    def finished(self) -> str:
        """When the verdict came, UTC, ISO 8601; the beginning while the exam goes on."""
        passed = 0.0 if self._verdict is None else self._verdict.at
        return (datetime.fromisoformat(self.began) + timedelta(seconds=passed)).isoformat()

    def talk_journals(self) -> Sequence[Path]:
        """Returns the journals of the talks that were begun, in order."""
        return [path for number in range(1, len(self.draws) + 1) if (path := talk_journal(self.folder, number)).exists()]

    def messages(self) -> int:
        """Returns how many messages the talks hold."""
        return sum(path.read_bytes().count(b'"type":"message"') for path in self.talk_journals())


def talk_journal(folder: Path, number: int) -> Path:
    """Returns where the journal of a talk lies."""
    return folder / f"talk{number}.jsonl"


def attempts_of(home: Home, exam: str | None = None, trainee: str | None = None) -> Iterator[Kept]:
    """Yields the attempts kept in `home`, newest first; one whose journal cannot be read is left out."""
    for path in sorted(home.exams.glob(f"*/{EXAM_JOURNAL}"), reverse=True):
        try:
            transcript = read_transcript(path)
        except ContentError:
            continue
        kept = Kept(path.parent.name, path.parent, transcript.header, transcript.events)
        if exam in (None, kept.exam) and trainee in (None, kept.trainee):
            yield kept


def known_attempts(home: Home, exam: Exam, trainee: str, lang: str) -> tuple[str, list[Kept]]:
    """Returns the trainee's name as results carry it, and its attempts at the exam. Raises DeskError where it cannot be a name, or none of
    them is left in the middle and no further one is allowed.
    """
    say = Words(_TABLE, lang)
    name = unicodedata.normalize("NFC", clean(trainee)).strip()
    if not 0 < len(name) <= LONGEST_TRAINEE or "\n" in name:
        raise DeskError(say("trainee", most=LONGEST_TRAINEE))
    kept = list(attempts_of(home, exam.exam, name))
    if exam.attempts is not None and len(kept) >= exam.attempts and all(one.over for one in kept):
        raise DeskError(say("attempts", trainee=name, most=exam.attempts))
    return name, kept


def open_attempt(
    home: Home, library: Library, exam: Exam, trainee: str, seed: int | None, lang: str, clock: Clock | None = None
) -> Attempt:
    """Returns the attempt that `trainee` left in the middle, else a new one. `clock` stands in for UTC in headless play."""
    name, kept = known_attempts(home, exam, trainee, lang)
    for one in kept:
        if not one.over:
            return _reopened(home, library, exam, one, lang, clock)
    seed = secrets.randbelow(1_000_000) if seed is None else seed
    seen = [scenario for one in kept for scenario in one.draws]
    began = datetime.now(UTC).replace(microsecond=0)
    header = SessionStarted(
        id=f"{exam.exam}-{began:%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}",
        started=began.isoformat(),
        more={
            "mode": "exam",
            "exam": exam.exam,
            "trainee": name,
            "seed": seed,
            "draws": list(draw(exam, seed, seen)),
            "limit_s": exam.limit,
            "tier": TIER,
        },
    )
    folder = home.exams / header.id
    with mendable(lang):
        journal = Journal.create(folder / EXAM_JOURNAL, header)
    attempt = Attempt(home, library, exam, folder, header, journal, lang, clock or UtcClock(began))
    attempt.begin_talk()
    return attempt


def _reopened(home: Home, library: Library, exam: Exam, kept: Kept, lang: str, clock: Clock | None) -> Attempt:
    with mendable(lang):
        journal, transcript = Journal.reopen(kept.folder / EXAM_JOURNAL)
    clock = clock or UtcClock(datetime.fromisoformat(kept.began))
    attempt = Attempt(home, library, exam, kept.folder, transcript.header, journal, lang, clock, list(transcript.events))
    attempt.take_up()
    return attempt


@dataclass(eq=False)
class Attempt:
    """An attempt that goes on. `number` is the talk it is at, from 1."""

    home: Home
    library: Library
    exam: Exam
    folder: Path
    header: SessionStarted
    journal: Journal
    lang: str
    clock: Clock
    events: list[Event] = field(default_factory=list)
    number: int = 0
    session: Session = field(init=False)
    talk_header: SessionStarted = field(init=False)
    _offset: float = 0.0
    """When the talk began, in seconds since the exam did."""
    verdict: Verdict | None = None

    @property
    def draws(self) -> tuple[str, ...]:
        return tuple(self.header.more["draws"])

    @property
    def last(self) -> bool:
        """Whether this is the last talk."""
        return self.number >= len(self.draws)

    def now(self) -> float:
        """Returns the seconds since the talk began."""
        return max(0.0, self.clock.now() - self._offset)

    @property
    def time_is_up(self) -> bool:
        return self.clock.now() >= float(self.header.more["limit_s"])

    # Talks ----------------------------------------------------------------------------------------------------------------

    def begin_talk(self) -> None:
        """Begins the next talk: written down in the exam's journal first, so that nothing is drawn or played twice."""
        self.number += 1
        self._offset = round(self.clock.now(), 1)
        scenario = self.draws[self.number - 1]
        self._record("talk_started", number=self.number, scenario=scenario)
        self._open_talk(scenario)

    def _open_talk(self, scenario: str) -> None:
        cast = self.library.cast(scenario)
        seed = self.header.more["seed"] * 10 + self.number
        day = (datetime.fromisoformat(str(self.header.started)) + timedelta(hours=8)).date()
        limit = max(0.1, round(float(self.header.more["limit_s"]) - self._offset, 1))
        self.talk_header = header_of(
            [cast],
            id=f"{self.header.id}/talk{self.number}",
            seed=seed,
            started=f"{day.isoformat()}T{cast.scenario.time.starts}:00+08:00",
            content=self.library.content_hash(scenario),
            mode="exam",
            limit_s=limit,
        )
        with mendable(self.lang):
            self.session = Session([cast], seed, Journal.create(talk_journal(self.folder, self.number), self.talk_header), limit)

    def take_up(self) -> None:
        """Goes on where the attempt stopped. Raises DeskError, after the attempt was kept as interrupted, where that cannot be."""
        begun = [event for event in self.events if isinstance(event, WorldChanged) and event.name == "talk_started"]
        if not begun:
            self.begin_talk()
            return
        self.number, self._offset = int(begun[-1].args["number"]), begun[-1].at
        path = talk_journal(self.folder, self.number)
        if not path.exists():
            self._open_talk(self.draws[self.number - 1])
            return
        try:
            with mendable(self.lang):
                self.session = Session.resume(path, self.library.casts_of)
                self.talk_header = read_transcript(path).header
        except ResumeError as error:
            self._interrupt()
            raise DeskError(Words(_TABLE, self.lang)("changed")) from error

    def end_talk(self) -> None:
        """Closes the talk; there is no way back to it."""
        if not self.session.closed:
            self.session.advance(self.now())
            if not self.session.closed:
                self.session.finish()
        close_journal(self.session)
        if not any(isinstance(e, WorldChanged) and e.name == "talk_ended" and e.args["number"] == self.number for e in self.events):
            self._record("talk_ended", number=self.number)

    # The end --------------------------------------------------------------------------------------------------------------

    def conclude(self) -> Verdict:
        """Returns the verdict, after it was written into the journal and the archive."""
        if self.verdict is None:
            self.end_talk()
            cards = self.cards()
            self.verdict = verdict(self.exam, cards)
            self._record("verdict", **_as_args(self.verdict, "passed" if self.verdict.passed else "failed"))
            self.journal.close()
            self._archive("passed" if self.verdict.passed else "failed", self.verdict)
        return self.verdict

    def cards(self) -> list[Scorecard]:
        """Returns the scorecards of the talks that were begun."""
        kept = Kept(self.header.id, self.folder, self.header, ())
        return [grade(read_transcript(path), self.library) for path in kept.talk_journals()]

    def _interrupt(self) -> None:
        say = {lang: Words(_TABLE, lang)("interrupted") for lang in ("zh", "en")}
        nothing = Verdict(False, None, {}, (), (say,))
        self._record("verdict", **_as_args(nothing, "interrupted"))
        self.journal.close()
        self._archive("interrupted", nothing)

    def _archive(self, word: str, outcome: Verdict) -> None:
        from simulator.archive import Archive, ArchiveError, Result

        marks = {f"{name}_tenths": outcome.scores.get(name) for name in ("timeliness", "politeness", "compliance", "outcome")}
        result = Result(
            attempt=self.header.id,
            exam=self.exam.exam,
            trainee=str(self.header.more["trainee"]),
            started=str(self.header.started),
            finished=(datetime.fromisoformat(str(self.header.started)) + timedelta(seconds=round(self.clock.now()))).isoformat(),
            verdict=word,
            total_tenths=outcome.total,
            **marks,
            fatal=" ".join(outcome.fatal),
            reasons="；".join(pick(reason, "zh") for reason in outcome.reasons),
            scenarios=" ".join(self.draws),
            seed=str(self.header.more["seed"]),
            content=str(self.talk_header.content) if word != "interrupted" else "",
            tier=str(self.header.more["tier"]),
            journal=str(self.folder.relative_to(self.home.path)),
        )
        try:
            archive = Archive(self.home.archive)
            archive.add(result)
            archive.close()
        except ArchiveError as error:
            raise DeskError(str(error)) from error

    def _record(self, name: str, **args: Any) -> None:
        event = WorldChanged(round(self.clock.now(), 1), name, args)
        with mendable(self.lang):
            self.journal.append(event)
        self.events.append(event)


def close_journal(session: Session) -> None:
    """Gives a session's journal free, where it has a file."""
    if isinstance(session.journal, Journal):
        session.journal.close()


def _as_args(outcome: Verdict, word: str) -> dict[str, Any]:
    return {
        "verdict": word,
        "total": None if outcome.total is None else outcome.total / 10,
        "scores": {name: None if mark is None else mark / 10 for name, mark in outcome.scores.items()},
        "fatal": list(outcome.fatal),
        "reasons": [pick(reason, "zh") for reason in outcome.reasons],
    }


def hold(attempt: Attempt, replies: Sequence[Reply], on_refusal: OnRefusal) -> Verdict:
    """Returns the verdict after the rest of the attempt was played with `replies`, without a screen, on the attempt's virtual clock.

    A reply that names a conversation (c1, c2, …) is for that talk only.
    """
    clock = attempt.clock
    if not isinstance(clock, VirtualClock):
        raise TypeError("only an attempt on virtual time can be held without a screen")
    while True:
        if not attempt.session.closed:
            own = [replace(r, conversation=None) for r in replies if r.conversation in (None, f"c{attempt.number}")]
            play(attempt.session, own, on_refusal)
            clock.advance(attempt.session.now - attempt.now() if attempt.session.now > attempt.now() else 0.0)
        attempt.end_talk()
        if attempt.last or attempt.time_is_up:
            return attempt.conclude()
        attempt.begin_talk()


class ExamSitting(Sitting):
    """An exam as the workbench drives it: one talk after the other, then the verdict."""

    def __init__(self, attempt: Attempt, lang: str) -> None:
        self.attempt = attempt
        super().__init__(attempt.session, _TalkClock(attempt), attempt.talk_header, self._talk_title(lang), lang, lambda: None)

    def _talk_title(self, lang: str) -> str:
        """Returns the exam's name alone: the name of a scenario would tell what the buyer is up to."""
        return self.attempt.exam.name.say(lang)

    @property
    def session_id(self) -> str:
        return self.attempt.header.id

    @property
    def scenario_id(self) -> str:
        return ""

    @property
    def ended(self) -> bool:
        """Whether the exam is over: its time is up, or its last talk is."""
        return self.attempt.verdict is not None or self.attempt.time_is_up or (self.attempt.last and super().ended)

    def view(self) -> SittingView:
        return self._view(self.attempt.number, len(self.attempt.draws))

    def next_talk(self) -> None:
        """Closes this talk for good and begins the next."""
        with mendable(self._lang):
            self.attempt.end_talk()
        if self.attempt.last or self.attempt.time_is_up:
            self.finish()
            return
        self.attempt.begin_talk()
        self._session, self._header = self.attempt.session, self.attempt.talk_header
        self._title = self._talk_title(self._lang)
        self._hints.clear()

    def finish(self) -> None:
        """Hands the exam in: the verdict is written down."""
        with mendable(self._lang):
            self.attempt.conclude()

    def leave(self) -> None:
        close_journal(self._session)
        self.attempt.journal.close()

    def _conclude(self) -> None:
        """A talk whose time is over stays on the screen until the trainee goes on; nothing follows by itself."""


class _TalkClock:
    """The seconds since the talk of an attempt began."""

    def __init__(self, attempt: Attempt) -> None:
        self._attempt = attempt

    def now(self) -> float:
        return self._attempt.now()
