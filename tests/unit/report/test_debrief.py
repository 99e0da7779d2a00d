"""Where the notes of a debrief stand."""

from __future__ import annotations

from dataclasses import replace

from scoring.score import score
from scoring.scorecard import Finding
from simulator.events import MessageSent, SessionStarted
from simulator.grading import open_library
from simulator.report.debrief import debrief
from simulator.transcript import Transcript


def test_a_goal_reached_stands_at_the_agents_message_not_at_the_buyers_of_the_same_second() -> None:
    events = (MessageSent(10.0, "buyer", "谢谢", "c1"), MessageSent(10.0, "agent", "不客气,给您备了份小礼物", "c1"))
    transcript = Transcript(SessionStarted("t"), events)
    reached = Finding("outcome.gift", "outcome", "outcome", "c1", 10.0, {"zh": "惊喜", "en": "delight"}, delta=50)
    card = replace(score(transcript, open_library().rulebook), findings=(reached,))
    noted = [(line.kind, [note.rule for note in line.notes]) for line in debrief(transcript, card).lines]
    assert noted == [("buyer", []), ("agent", ["outcome.gift"])]
