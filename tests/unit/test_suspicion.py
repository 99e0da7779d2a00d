"""The trained suspicion: in context, the same every time, silent without a message."""

from __future__ import annotations

import pytest

from scoring.proof import Played, said
from scoring.timeline import timeline
from simulator.events import MessageSent, SessionStarted
from simulator.reading.model import model
from simulator.reading.network import networks
from simulator.situation import Situation
from simulator.suspicion import suspicions, telling_words


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


def test_both_models_know_the_same_rules_in_the_same_order() -> None:
    linear, deep = model("rules"), networks("rules")
    assert linear is not None
    assert deep is not None
    assert linear.labels == deep.labels


def test_the_telling_words_are_those_of_the_clause_that_offends() -> None:
    moment = situation("能便宜点吗", "在的亲,这款卖得很好,您加我微信吧,祝您生活愉快")
    assert moment.reading is not None
    start, end = telling_words(moment, "contact_exchanged")
    assert moment.reading.text[start:end] == "您加我微信吧"


def test_earlier_talk_does_not_hide_an_offence() -> None:
    talk = [("buyer", "在吗"), ("agent", "在的亲"), ("buyer", "是纯棉的吗"), ("agent", "是的,60支长绒棉"), ("buyer", "还能少吗")]
    moments = timeline(said([*talk, ("agent", "微信转我100就行")], {})).talks[0].moments
    assert suspicions(moments[-1].situation)["off_platform_payment"] > 0.75


@pytest.mark.parametrize(("buyer", "agent"), [("算了", "好的亲"), ("不加了，就在这说吧", "好的亲"), ("那我拍了", "好的亲")])
def test_a_bare_yes_is_no_worse_for_what_the_agent_said_before(buyer: str, agent: str) -> None:
    before = [("buyer", "怎么联系你"), ("agent", "加我微信 linji_88")]
    moments = timeline(said([*before, ("buyer", buyer), ("agent", agent)], {})).talks[0].moments
    assert suspicions(moments[1].situation)["contact_exchanged"] > 0.75
    assert suspicions(moments[3].situation)["contact_exchanged"] < 0.25


def test_a_bare_yes_still_takes_up_what_the_buyer_asked_for() -> None:
    talk = [("buyer", "发图给你看看"), ("agent", "这里发就行"), ("buyer", "太大了，加个微信吧"), ("agent", "好的亲")]
    assert suspicions(timeline(said(talk, {})).talks[0].moments[-1].situation)["contact_exchanged"] > 0.75
