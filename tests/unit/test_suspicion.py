"""The trained suspicion: in context, the same every time, silent without a message."""

from __future__ import annotations

from scoring.proof import Played
from scoring.timeline import timeline
from simulator.events import MessageSent, SessionStarted
from simulator.situation import Situation
from simulator.suspicion import suspicions


def situation(buyer: str, agent: str) -> Situation:
    events = [MessageSent(10.0, "buyer", buyer, "c1"), MessageSent(20.0, "agent", agent, "c1")]
    return timeline(Played(SessionStarted("t"), events, ())).talks[0].moments[-1].situation


def test_it_suspects_an_offence_more_than_its_twin() -> None:
    guilty = suspicions(situation("加个微信呗", "好的,我加您"))
    innocent = suspicions(situation("加个备注呗", "好的,加上了"))
    assert guilty["contact_exchanged"] > innocent.get("contact_exchanged", 0.0)


def test_it_is_the_same_every_time() -> None:
    assert suspicions(situation("能开票吗", "开票加6个点")) == suspicions(situation("能开票吗", "开票加6个点"))


def test_it_is_silent_where_nothing_was_said() -> None:
    assert suspicions(Situation()) == {}
