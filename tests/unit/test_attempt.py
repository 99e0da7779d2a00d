"""An exam that is left in the middle goes on at the same message; the time away counts; nothing is lost or bought."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simulator.attempt import ExamSitting, attempts_of, open_attempt
from simulator.clock import VirtualClock
from simulator.desk import Desk
from simulator.grading import open_library
from simulator.home import Home
from simulator.library import Library
from simulator.problems import DeskError


@pytest.fixture(scope="module")
def library() -> Library:
    """Returns the content of the checkout, loaded once."""
    return open_library()


@pytest.fixture
def place(tmp_path: Path) -> Home:
    """Returns a home that holds nothing yet."""
    return Home(tmp_path / "home")


def sit(place: Home, library: Library, clock: VirtualClock, trainee: str = "工号1") -> ExamSitting:
    place.make(place.exams)
    return ExamSitting(open_attempt(place, library, library.exams["entry"], trainee, 7, "zh", clock), "zh")


def texts(sitting: ExamSitting) -> list[str]:
    return [bubble.text for bubble in sitting.view().conversations[0].bubbles]


def test_it_goes_on_at_the_same_message_and_the_time_away_counts(place: Home, library: Library) -> None:
    clock = VirtualClock()
    sitting = sit(place, library, clock)
    clock.advance(25)
    sitting.tick()
    sitting.reply("c1", "您好,欢迎光临")
    clock.advance(20)
    sitting.tick()
    shown, left = texts(sitting), sitting.view().left_s
    sitting.leave()
    clock.advance(100)
    again = sit(place, library, clock)
    again.tick()
    assert texts(again)[: len(shown)] == shown
    assert again.view().left_s == pytest.approx((left or 0) - 100, abs=0.2)
    assert again.view().number == 1


def test_closing_without_leaving_loses_nothing_that_was_shown(place: Home, library: Library) -> None:
    clock = VirtualClock()
    sitting = sit(place, library, clock)
    clock.advance(40)
    sitting.tick()
    shown = texts(sitting)
    kept = (place.exams / sitting.session_id / "talk1.jsonl").read_text(encoding="utf-8").splitlines()
    said = [line["text"] for line in map(json.loads, kept) if line["type"] == "message"]
    assert said == shown
    sitting.leave()


def test_a_finished_talk_stays_finished(place: Home, library: Library) -> None:
    clock = VirtualClock()
    sitting = sit(place, library, clock)
    clock.advance(30)
    sitting.next_talk()
    assert sitting.view().number == 2
    sitting.leave()
    assert sit(place, library, clock).view().number == 2


def test_when_the_time_is_up_the_exam_is_over_and_what_was_not_held_is_a_reason(place: Home, library: Library) -> None:
    clock = VirtualClock()
    sitting = sit(place, library, clock)
    clock.advance(library.exams["entry"].limit + 1)
    sitting.tick()
    assert sitting.ended
    sitting.finish()
    (kept,) = attempts_of(place)
    assert kept.over
    assert any("1 段" in reason for reason in (kept.verdict or {})["reasons"])


def test_a_reply_after_the_deadline_is_not_taken(place: Home, library: Library) -> None:
    clock = VirtualClock()
    sitting = sit(place, library, clock)
    clock.advance(library.exams["entry"].limit + 1)
    with pytest.raises(DeskError):
        sitting.reply("c1", "您好")
    sitting.leave()


def test_two_windows_cannot_sit_the_same_exam(place: Home, library: Library) -> None:
    clock = VirtualClock()
    sitting = sit(place, library, clock)
    with pytest.raises(DeskError, match="另一个窗口"):
        sit(place, library, clock)
    sitting.leave()


def test_there_is_no_hint_and_no_mood_in_an_exam(place: Home, library: Library) -> None:
    clock = VirtualClock()
    sitting = sit(place, library, clock)
    clock.advance(20)
    sitting.tick()
    assert sitting.hint("c1") is None
    assert sitting.view().conversations[0].mood is None
    sitting.leave()


@pytest.mark.parametrize("trainee", ["", "   ", "a" * 65, "a\nb"])
def test_a_trainee_needs_a_name_that_fits(place: Home, library: Library, trainee: str) -> None:
    with pytest.raises(DeskError):
        sit(place, library, VirtualClock(), trainee)


def test_content_that_changed_leaves_the_exam_to_the_examiner(place: Home, library: Library) -> None:
    clock = VirtualClock()
    sitting = sit(place, library, clock)
    clock.advance(40)
    sitting.tick()
    sitting.leave()
    path = place.exams / sitting.session_id / "talk1.jsonl"
    header = json.loads(path.read_text(encoding="utf-8").splitlines()[0])

    from simulator.journal import MemoryJournal
    from simulator.session import Session

    # The same talk by another seed stands for content that plays otherwise.
    other = MemoryJournal(sitting.attempt.talk_header)
    Session([library.cast(header["scenario"])], header["seed"] + 1, other, header["limit_s"]).advance(40)
    path.write_text("".join(f"{line}\n" for line in other.lines()), encoding="utf-8")
    with pytest.raises(DeskError, match="中断待定"):
        sit(place, library, clock)
    (kept,) = attempts_of(place)
    assert (kept.verdict or {})["verdict"] == "interrupted"


def test_finished_talks_and_exams_are_listed_newest_first_and_open_their_debrief(place: Home, library: Library) -> None:
    desk = Desk(library, place, lang="zh")
    exam = desk.open_attempt("entry", "工号1", 7, VirtualClock())
    exam.conclude()
    practice = desk.start("haggler_last_piece", seed=3)
    practice.finish()
    finished = desk.progress().finished
    assert [(one.session, one.mode, one.scenario) for one in finished] == [
        (practice.session_id, "practice", "haggler_last_piece"),
        (exam.header.id, "exam", ""),
    ]
    for one in finished:
        assert desk.debrief(one.session).session == one.session
        assert (desk.debrief(one.session).total, desk.debrief(one.session).passed) == (one.total, one.passed)


def test_an_exam_left_in_the_middle_is_not_begun_anew(place: Home, library: Library) -> None:
    desk = Desk(library, place, lang="zh")
    assert desk.may_begin("entry", "工号1")
    for exam_id, trainee in (("entri", "工号1"), ("entry", " "), ("entry", "x" * 65)):
        with pytest.raises(DeskError):
            desk.may_begin(exam_id, trainee)
    exam = desk.open_attempt("entry", "工号1", 7, VirtualClock())
    assert not desk.may_begin("entry", " 工号1")
    exam.conclude()
    assert desk.may_begin("entry", "工号1")
    for _ in range((library.exams["entry"].attempts or 0) - 1):
        desk.open_attempt("entry", "工号1", 7, VirtualClock()).conclude()
    with pytest.raises(DeskError):
        desk.may_begin("entry", "工号1")


def test_the_debrief_of_an_exam_says_of_which_talk_a_note_is(place: Home, library: Library) -> None:
    desk = Desk(library, place, lang="zh")
    exam = desk.open_attempt("entry", "工号1", 7, VirtualClock())
    exam.session.advance(30)
    exam.session.reply("c1", "您好，欢迎光临")
    exam.conclude()
    view = desk.debrief(exam.header.id)
    assert view.general
    assert all(note.title.startswith("第 1 段 · ") for note in view.general)
    assert next(line.text for line in view.lines if line.text.startswith("第 1 段：")).endswith(" 分")
    assert view.ending == ""
