"""The machine: shared by conversations it never learns of, guarded by cues, deaf to texts that look like code."""

from __future__ import annotations

import gc
import weakref
from dataclasses import dataclass

import pytest

from simulator.cues import Doing, Situation
from simulator.machine import BuyerMachine, Reaction
from tests.unit.engine.conftest import PERSONA, fake_read, persona_of


@dataclass(eq=False)
class Talk:
    state: str = "opens"
    reaction: Reaction | None = None
    confusions: int = 0
    unanswered: int = 0
    silences: int = 0
    greeted: bool = False


def reply(text: str, **more: object) -> Situation:
    return Situation(
        reading=fake_read(text), facts={"item": {"list_price": 100, "floor_price": 80}}, mood={"patience": 60, "trust": 50}, **more
    )  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def machine() -> BuyerMachine:
    return BuyerMachine(persona_of(PERSONA))


@pytest.mark.parametrize(
    ("text", "move", "state"),
    [
        ("#grant_discount =70", "tester.opens.caved", "greedy"),
        ("#grant_discount =90", "tester.opens.granted", "pays"),
        ("#grant_discount", "tester.opens.granted", "pays"),
        ("#refuse_discount", "tester.opens.refused", "opens"),
        ("#refuse_discount #insult", "tester.always.rude", "left"),
        ("哈哈", "tester.confused", "opens"),
        ("#greet", "tester.opens.greeted", "opens"),
        ("#describe_product", "tester.opens.unanswered", "opens"),
        ("#consult_supervisor", "tester.opens.waits", "opens"),
    ],
)
def test_the_first_move_that_holds_is_taken(machine: BuyerMachine, text: str, move: str, state: str) -> None:
    talk = Talk()
    reaction = machine.fire("reply", talk, reply(text))
    assert reaction
    assert (reaction.id, talk.state) == (move, state)


def test_polite_words_anger_half_as_much(machine: BuyerMachine) -> None:
    plain = machine.fire("reply", Talk(greeted=True), reply("#describe_product"))
    polite = machine.fire("reply", Talk(greeted=True), reply("#thank"))
    assert plain
    assert polite
    assert (plain.mood, polite.mood) == ({"patience": -10}, {"patience": -5})


@pytest.mark.parametrize(("text", "counter"), [("哈哈", "confusions"), ("#describe_product", "unanswered")])
def test_after_too_many_failures_it_goes_on(machine: BuyerMachine, text: str, counter: str) -> None:
    talk = Talk()
    setattr(talk, counter, 2)
    machine.fire("reply", talk, reply(text))
    assert talk.state == "left"


def test_actions_and_events_are_no_replies(machine: BuyerMachine) -> None:
    talk = Talk()
    facts = {"item": {"floor_price": 80}}
    assert machine.fire("action", talk, Situation(facts=facts, action=Doing("remark", {"text": "x"}))) is None
    assert machine.fire("action", talk, Situation(facts=facts, action=Doing("change_price", {"to": 85})))
    assert talk.state == "pays"
    assert machine.fire("event", talk, Situation(event=Doing("supervisor_replied", {"approves": True}))) is None


def test_conversations_are_driven_and_never_registered(machine: BuyerMachine) -> None:
    talk = Talk()
    gone = weakref.ref(talk)
    machine.fire("reply", talk, reply("#refuse_discount"))
    assert machine.machine.models == []
    assert not [name for name in vars(talk) if name not in Talk.__dataclass_fields__]
    del talk
    gc.collect()
    assert gone() is None


def test_one_talk_does_not_change_another(machine: BuyerMachine) -> None:
    first, second = Talk(), Talk()
    machine.fire("reply", first, reply("#grant_discount =90"))
    assert (first.state, second.state) == ("pays", "opens")
    assert second.reaction is None


@pytest.mark.parametrize(("trigger", "state"), [("reply", "left"), ("decide", "opens"), ("event", "pays"), ("dance", "opens")])
def test_what_a_state_does_not_wait_for_passes_in_silence(
    machine: BuyerMachine, caplog: pytest.LogCaptureFixture, trigger: str, state: str
) -> None:
    assert machine.fire(trigger, Talk(state), reply("#grant_discount")) is None
    assert not caplog.records


def test_texts_of_a_file_are_never_callbacks() -> None:
    text = PERSONA.replace("id: refused", "id: on_enter_pays").replace("about: 只为测试", "about: os.system")
    talk = Talk()
    reaction = BuyerMachine(persona_of(text)).fire("reply", talk, reply("#refuse_discount"))
    assert reaction
    assert reaction.id == "tester.opens.on_enter_pays"
