"""The use cases behind every shell: what there is to practise, sittings, exams, debriefs, progress. Returns frozen views.

What plays and scores is imported where it is used: the home screen needs none of it and is up at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.clock import Clock, WallClock
from simulator.grading import grade, open_library, scenario_of
from simulator.home import Home, HomeError, Settings, default_home, write_whole
from simulator.problems import ContentError, DeskError
from simulator.records import Record, interrupted, journal_of, keep, records, streak, unmarked
from simulator.views import (
    DIMENSIONS,
    Briefing,
    DebriefView,
    FinishedView,
    ProgressView,
    Row,
    ScenarioCard,
    UnfinishedView,
)
from simulator.words import Words, pick, preferred_language

if TYPE_CHECKING:
    from simulator.attempt import Attempt, ExamSitting, Kept
    from simulator.exam import Exam
    from simulator.library import Library
    from simulator.problems import Problem
    from simulator.session import Session
    from simulator.sitting import Sitting

_TABLE = {
    "home": (
        "写不进文件夹 {folder}（{why}）。请腾出空间，或者用环境变量 KEFU_HOME 指定一个能写的文件夹。",
        "The folder {folder} cannot be written ({why}). Free some space, or name another one in KEFU_HOME.",
    ),
    "no_scenario": ("没有场景 {id}。", "There is no scenario {id}."),
    "no_exam": ("没有考核 {id}。", "There is no exam {id}."),
    "changed": (
        "内容已经更新，这场对话不能接着练了；它的记录还在，可以看复盘。",
        "The content has changed, so this talk cannot be taken up; its record is kept and can be debriefed.",
    ),
    "unreadable": ("这场对话的记录读不了：{why}", "The record of this talk cannot be read: {why}"),
    "suggest.new": ("还没练过", "not tried yet"),
    "suggest.weak": ("上次 {total:g} 分，没有通过", "last time {total:g}, not passed"),
    "buyer.nick": ("昵称", "Name"),
    "buyer.kind": ("类型", "Kind"),
    "buyer.tags": ("标签", "Tags"),
}


class SavedSettings:
    """The user's choices; a change is on disk when `save` returns."""

    def __init__(self, home: Home, settings: Settings) -> None:
        self._home, self._now = home, settings

    @property
    def language(self) -> str:
        return self._now.language

    @property
    def theme(self) -> str:
        return self._now.theme

    @property
    def speed(self) -> float:
        return self._now.speed

    def save(self, **changes: str | float) -> None:
        """Keeps `changes`. Raises DeskError where the home cannot be written; they hold for this run all the same."""
        self._now = replace(self._now, **changes)  # type: ignore[arg-type]
        try:
            self._home.save_settings(self._now)
        except HomeError as error:
            raise DeskError(Words(_TABLE, self._now.language)("home", folder=error.folder, why=error.why)) from error
        except OSError as error:
            raise DeskError(error.strerror or str(error)) from error


class Desk:
    """All that can be done, over a library of content and the user's home."""

    def __init__(self, library: Library | None = None, home: Home | None = None, lang: str | None = None) -> None:
        self.library = library or open_library()
        self.home = home or Home(default_home())
        self.settings = SavedSettings(self.home, self.home.settings(language=preferred_language()))
        self._lang = lang

    @property
    def lang(self) -> str:
        """The language of this run: the one asked for, else the saved one."""
        return self._lang or self.settings.language

    def speak(self, lang: str) -> None:
        """Changes the language of this run and keeps the choice."""
        self._lang = None
        self.settings.save(language=lang)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is broken in the content; the rest works."""
        return self.library.problems.errors

    def say(self, key: str, **values: object) -> str:
        return Words(_TABLE, self.lang)(key, **values)

    # Choosing -------------------------------------------------------------------------------------------------------------

    def cards(self) -> tuple[ScenarioCard, ...]:
        """Returns the scenarios, easy ones first, with the trainee's own results."""
        by_scenario: dict[str, list[Record]] = {}
        for record in self._records():
            by_scenario.setdefault(record.scenario, []).append(record)
        return tuple(
            ScenarioCard(
                id=title.id,
                name=pick(title.name, self.lang),
                about=pick(title.about, self.lang),
                level=title.level,
                persona=title.persona,
                persona_name=pick(title.persona_name, self.lang),
                shop_name=pick(title.shop_name, self.lang),
                minutes=title.minutes,
                tries=len(tried := by_scenario.get(title.id, [])),
                best=max((record.total for record in tried if record.total is not None), default=None),
                last=tried[-1].total if tried else None,
                passed=any(record.passed for record in tried),
                pass_mark=title.pass_mark,
            )
            for title in self.library.titles()
        )

    def briefing(self, scenario_id: str) -> Briefing:
        """Returns what the trainee reads before the talk."""
        from simulator.knowledge import item_rows, shop_rows
        from simulator.presenting import goals_of

        card = next((card for card in self.cards() if card.id == scenario_id), None)
        scenario = self.library.scenarios.get(scenario_id)
        if card is None or scenario is None:
            raise DeskError(self.say("no_scenario", id=scenario_id))
        shop, rubric = self.library.shops[scenario.shop], scenario.rubric
        buyer = [Row(self.say("buyer.nick"), scenario.buyer.nick, "accent"), Row(self.say("buyer.kind"), card.persona_name)]
        if scenario.buyer.tags:
            buyer.append(Row(self.say("buyer.tags"), " · ".join(scenario.buyer.tags), "muted"))
        return Briefing(
            card=card,
            text=scenario.briefing.say(self.lang),
            buyer=tuple(buyer),
            item=item_rows(scenario, shop, self.lang),
            shop=shop_rows(scenario, shop, self.lang),
            goals=goals_of(scenario, self.lang),
            weights=tuple((name, getattr(rubric, name)) for name in DIMENSIONS),
            floors=tuple((name, floor) for name in DIMENSIONS if (floor := getattr(rubric.floors, name)) is not None),
        )

    # Practising -----------------------------------------------------------------------------------------------------------

    def start(self, scenario_id: str, seed: int | None = None) -> Sitting:
        """Returns a new practice sitting; its journal is on disk before the buyer says a word."""
        import secrets

        from simulator.journal import Journal
        from simulator.session import Session, header_of
        from simulator.sitting import mendable

        if scenario_id not in self.library.scenarios:
            raise DeskError(self.say("no_scenario", id=scenario_id))
        self._writable(self.home.sessions)
        seed = secrets.randbelow(1_000_000) if seed is None else seed
        cast = self.library.cast(scenario_id)
        now = datetime.now().astimezone()
        header = header_of(
            [cast],
            id=f"{now:%Y%m%d-%H%M%S}-{scenario_id}-{seed}",
            seed=seed,
            started=shown_start(now.date(), cast.scenario.time.starts),
            content=self.library.content_hash(scenario_id),
            mode="practice",
            began=now.isoformat(timespec="seconds"),
        )
        with mendable(self.lang):
            session = Session([cast], seed, Journal.create(journal_of(self.home, header.id), header))
        return self._sitting(session, header.id)

    def unfinished(self) -> tuple[UnfinishedView, ...]:
        """Returns the sittings that were left in the middle, exams first."""
        names = {title.id: pick(title.name, self.lang) for title in self.library.titles()}
        exams = [
            UnfinishedView(one.id, self._exam_name(one.exam), "exam", _moment(one.began), one.messages(), one.trainee)
            for one in self._attempts()
            if not one.over
        ]
        practice = [
            UnfinishedView(
                one.id,
                names.get(str(one.header.get("scenario")), one.id),
                "practice",
                _moment(str(one.header.get("began", ""))),
                one.messages,
            )
            for one in interrupted(self.home)
        ]
        return (*exams, *practice)

    def resume(self, session_id: str) -> Sitting | ExamSitting:
        """Returns a sitting that was left in the middle, at the message where it stopped."""
        from simulator.session import ResumeError, Session
        from simulator.sitting import mendable

        attempt = next((one for one in self._attempts() if one.id == session_id and not one.over), None)
        if attempt is not None:
            return self.start_exam(attempt.exam, attempt.trainee)
        try:
            with mendable(self.lang):
                session = Session.resume(journal_of(self.home, session_id), self.library.casts_of)
        except ResumeError as error:
            raise DeskError(self.say("changed")) from error
        return self._sitting(session, session_id)

    def discard(self, session_id: str) -> None:
        """Puts an unfinished practice sitting out of the list; its journal stays, under another name."""
        path = journal_of(self.home, session_id)
        try:
            path.replace(path.with_suffix(".left"))
        except OSError as error:
            raise DeskError(self.say("unreadable", why=error.strerror or error)) from error

    def _sitting(self, session: Session, session_id: str) -> Sitting:
        from simulator.sitting import Sitting
        from simulator.transcript import read_transcript

        header = read_transcript(journal_of(self.home, session_id)).header
        title = session.casts[0].scenario.name.say(self.lang)
        clock = WallClock(session.now, self.settings.speed)
        return Sitting(session, clock, header, title, self.lang, lambda: self._keep(session_id))

    def _keep(self, session_id: str) -> None:
        """Writes the record of a closed sitting; it was finished when its journal was last written to."""
        from simulator.transcript import read_transcript

        path = journal_of(self.home, session_id)
        try:
            finished = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
            keep(self.home, grade(read_transcript(path), self.library), finished.isoformat(timespec="seconds"))
        except ContentError as error:
            raise DeskError(self.say("unreadable", why=error.problems[0])) from error
        except OSError as error:
            raise DeskError(self.say("unreadable", why=error.strerror or error)) from error

    def _records(self) -> Sequence[Record]:
        """Returns the records of all finished practice sittings, oldest first, after those that are missing were written."""
        for session_id in unmarked(self.home):
            with suppress(DeskError):
                self._keep(session_id)
        return records(self.home)

    def _writable(self, folder: Path) -> None:
        try:
            self.home.make(folder)
        except HomeError as error:
            raise DeskError(self.say("home", folder=error.folder, why=error.why)) from error

    # Debriefs -------------------------------------------------------------------------------------------------------------

    def debrief(self, session_id: str) -> DebriefView:
        """Returns the debrief of a finished sitting or exam, worked out anew from its journal."""
        from simulator.transcript import read_transcript

        attempt = next((one for one in self._attempts() if one.id == session_id), None)
        if attempt is not None:
            return self._exam_debrief(attempt)
        view = self._talk_debrief(self._journal(session_id))
        before = [record for record in self._records() if record.session != session_id]
        scenario = read_transcript(self._journal(session_id)).header.scenario
        last = next((record for record in reversed(before) if record.scenario == scenario), None)
        if last is None:
            return view
        return replace(view, marks=tuple(replace(mark, before=last.scores.get(mark.dimension)) for mark in view.marks))

    def _talk_debrief(self, path: Path) -> DebriefView:
        from simulator.report.debrief import debrief
        from simulator.transcript import read_transcript

        try:
            transcript = read_transcript(path)
        except ContentError as error:
            raise DeskError(self.say("unreadable", why=error.problems[0])) from error
        scenario = scenario_of(transcript, self.library)
        persona = self.library.personas[scenario.persona] if scenario else None
        return debrief(transcript, grade(transcript, self.library), scenario, self.lang, persona)

    def _exam_debrief(self, attempt: Kept) -> DebriefView:
        from simulator.exam import verdict
        from simulator.report.exam import exam_debrief
        from simulator.transcript import read_transcript

        exam = self.library.exams.get(attempt.exam)
        if exam is None:
            raise DeskError(self.say("no_exam", id=attempt.exam))
        paths = attempt.talk_journals()
        outcome = verdict(exam, [grade(read_transcript(path), self.library) for path in paths])
        return exam_debrief(exam, outcome, [self._talk_debrief(path) for path in paths], attempt.id, self.lang)

    def _journal(self, session_id: str) -> Path:
        """Returns the journal of a practice sitting, or of a talk of an exam (<attempt>/talk1)."""
        attempt, _, talk = session_id.partition("/")
        return self.home.exams / attempt / f"{talk}.jsonl" if talk else journal_of(self.home, session_id)

    def export(self, session_id: str) -> Path:
        """Returns the file that the debrief was written to as text."""
        from simulator.report.text import debrief_text

        self._writable(self.home.reports)
        path = self.home.reports / f"{session_id.replace('/', '-')}.txt"
        try:
            write_whole(path, debrief_text(self.debrief(session_id), self.lang))
        except OSError as error:
            raise DeskError(self.say("unreadable", why=error.strerror or error)) from error
        return path

    def progress(self) -> ProgressView:
        """Returns the trainee's own progress."""
        done = self._records()
        today = datetime.now().astimezone().date()
        by_day: dict[date, int] = {}
        for record in done:
            by_day[record.day] = by_day.get(record.day, 0) + 1
        last = done[-10:]
        return ProgressView(
            today=by_day.get(today, 0),
            streak_days=streak(list(by_day), today),
            average_response_s=_mean(record.average_response_s for record in last),
            average_total=_mean(record.total for record in last),
            dimensions=tuple((name, _mean(record.scores.get(name) for record in last)) for name in DIMENSIONS),
            finished=self._finished(done),
            days=tuple((day.isoformat(), count) for day, count in sorted(by_day.items())),
            suggested=self._suggested(),
        )

    def _finished(self, done: Sequence[Record]) -> tuple[FinishedView, ...]:
        """Returns the finished practice talks and exams, newest first."""
        names = {title.id: pick(title.name, self.lang) for title in self.library.titles()}
        found: list[tuple[str, FinishedView]] = []
        for record in done:
            title = names.get(record.scenario, record.scenario)
            view = FinishedView(record.session, "practice", _moment(record.finished), title, record.total, record.passed, record.scenario)
            found.append((record.finished, view))
        for one in self._attempts():
            if one.verdict is not None:
                passed = one.verdict["verdict"] == "passed"
                view = FinishedView(one.id, "exam", _moment(one.finished), self._exam_name(one.exam), one.verdict["total"], passed)
                found.append((one.finished, view))
        found.sort(key=lambda pair: datetime.fromisoformat(pair[0]).astimezone(), reverse=True)
        return tuple(view for _, view in found)

    def _suggested(self) -> tuple[tuple[str, str, str], ...]:
        """Returns up to two scenarios worth doing next: those not passed yet, easy ones first, tried ones before new ones."""
        cards = [card for card in self.cards() if not card.passed]
        cards.sort(key=lambda card: (card.tries == 0, card.level))
        return tuple(
            (card.id, card.name, self.say("suggest.new") if card.last is None else self.say("suggest.weak", total=card.last))
            for card in cards[:2]
        )

    # Exams ----------------------------------------------------------------------------------------------------------------

    def exams(self) -> tuple[tuple[str, str, str], ...]:
        """Returns (id, name, about) of every exam."""
        return tuple((name, exam.name.say(self.lang), exam.about.say(self.lang)) for name, exam in self.library.exams.items())

    def start_exam(self, exam_id: str, trainee: str, seed: int | None = None) -> ExamSitting:
        """Returns the trainee's exam: the one it left in the middle, at the same message, else a new attempt."""
        from simulator.attempt import ExamSitting

        return ExamSitting(self.open_attempt(exam_id, trainee, seed), self.lang)

    def may_begin(self, exam_id: str, trainee: str) -> bool:
        """Returns whether the trainee would begin this exam anew, since it left none in the middle. Raises DeskError where it cannot."""
        from simulator.attempt import known_attempts

        _, kept = known_attempts(self.home, self._exam(exam_id), trainee, self.lang)
        return all(one.over for one in kept)

    def open_attempt(self, exam_id: str, trainee: str, seed: int | None = None, clock: Clock | None = None) -> Attempt:
        """Returns the attempt behind `start_exam`; `clock` stands in for the computer's UTC time where no person sits it."""
        from simulator.attempt import open_attempt

        exam = self._exam(exam_id)
        self._writable(self.home.exams)
        return open_attempt(self.home, self.library, exam, trainee, seed, self.lang, clock)

    def _exam(self, exam_id: str) -> Exam:
        exam = self.library.exams.get(exam_id)
        if exam is None:
            raise DeskError(self.say("no_exam", id=exam_id))
        return exam

    def _attempts(self) -> Iterator[Kept]:
        """Yields the attempts kept here. Most homes hold none, and the home screen should not wait for what reads them."""
        if self.home.exams.is_dir():
            from simulator.attempt import attempts_of

            yield from attempts_of(self.home)

    def _exam_name(self, exam_id: str) -> str:
        exam = self.library.exams.get(exam_id)
        return exam.name.say(self.lang) if exam else exam_id


def shown_start(day: date, clock: str) -> str:
    """Returns the start of a talk on its own clock, ISO 8601: the scenario's time of day, in China."""
    return f"{day.isoformat()}T{clock}:00+08:00"


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(sum(known) / len(known), 1) if known else None


def _moment(iso: str) -> str:
    """Returns a moment as people here write it: month-day hour:minute."""
    try:
        return datetime.fromisoformat(iso).astimezone().strftime("%m-%d %H:%M")
    except ValueError:
        return iso
