"""A sitting: what the buyer says and does and when, what the desk's actions do, and that time and seed alone decide it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.actions import ActionRefused
from simulator.conversation import Cast
from simulator.events import ActionTaken, MessageSent, WorldChanged
from simulator.journal import JournalError, MemoryJournal
from simulator.reading import read
from simulator.session import Session, SessionOver, header_of, replayed
from simulator.transcript import parse
from tests.unit.engine.conftest import PERSONA, SCENARIO, Step, cast_of, play

Player = Callable[..., Session]


def lines(session: Session) -> list[str]:
    """Returns what the buyers said."""
    return [event.text for event in session.events if isinstance(event, MessageSent) and event.sender == "buyer"]


def world(session: Session, *names: str) -> list[tuple[float, str, dict[str, Any]]]:
    """Returns the events of the world with these names."""
    return [(event.at, event.name, dict(event.args)) for event in session.events if isinstance(event, WorldChanged) and event.name in names]


def moves(session: Session) -> list[str]:
    return [args["move"].removeprefix("tester.") for _, _, args in world(session, "buyer_moved")]


def ending(session: Session) -> str:
    return next((args["ending"] for _, _, args in world(session, "buyer_left")), "")


# How the buyer talks --------------------------------------------------------------------------------------------------


def test_the_buyer_opens_with_its_facts_filled_in(cast: Cast) -> None:
    said = {tuple(lines(play(cast, [], seed=seed, until=30))) for seed in range(12)}
    assert said == {("杯子能便宜点不",), ("老板", "最低多少"), ("100太贵了",)}


def test_the_last_line_of_a_burst_carries_what_is_asked(cast: Cast) -> None:
    session = next(found for seed in range(12) if len(lines(found := play(cast, [], seed=seed, until=30))) == 2)
    assert [event.asks for event in session.events if isinstance(event, MessageSent)] == [(), ("discount",)]


def test_wordings_are_not_repeated_while_others_are_left(cast: Cast) -> None:
    persona = PERSONA.replace("mood: {patience: -15}", "mood: {patience: -1}")
    session = play(cast_of(persona), [(30 * step, "#refuse_discount") for step in range(1, 4)], until=120)
    said = lines(session)[-3:]
    assert sorted(said) == sorted(["再少点嘛", "别这样", "帮帮忙"])


def test_a_good_talk_ends_with_an_order(cast: Cast) -> None:
    session = play(cast, [(20, "#grant_discount =90"), (60, "#confirm_address")], until=120)
    assert moves(session) == ["starts", "opens.granted", "pays.checked"]
    assert [(name, args) for _, name, args in world(session, "order_placed", "order_paid")] == [
        ("order_placed", {"id": "o1", "amount": 100}),
        ("order_paid", {"id": "o1", "amount": 100}),
    ]
    assert ending(session) == "bought"
    assert session.ended
    assert lines(session)[-1] == "谢谢"


def test_messages_sent_together_are_heard_together(cast: Cast) -> None:
    session = play(cast, [(20, "#grant_discount"), (21, "=70")], until=40)
    assert moves(session) == ["starts", "opens.caved"]


def test_a_reply_into_a_burst_is_heard_when_the_burst_is_out(cast: Cast) -> None:
    seed = next(seed for seed in range(12) if len(lines(play(cast, [], seed=seed, until=30))) == 2)
    first, last = (event.at for event in play(cast, [], seed=seed, until=30).events if isinstance(event, MessageSent))
    session = play(cast, [(first, "#grant_discount =90")], seed=seed, until=60)
    heard = next(at for at, _, args in world(session, "buyer_moved") if args["move"] == "tester.opens.granted")
    assert heard >= last


def test_confusion_names_what_was_asked(cast: Cast) -> None:
    said = {lines(play(cast, [(20, "哈哈")], seed=seed, until=40))[-1] for seed in range(8)}
    assert said == {"什么意思?我问的是价格能不能便宜", "没看懂"}


def test_a_buyer_that_is_never_answered_goes(cast: Cast) -> None:
    session = play(cast, [(20 * step, "#describe_product") for step in range(1, 4)], until=100)
    assert moves(session)[1:] == ["opens.unanswered", "opens.unanswered", "opens.unanswered_too_often"]
    assert ending(session) == "left"


def test_a_first_greeting_costs_nothing(cast: Cast) -> None:
    session = play(cast, [(20, "#greet")], until=40)
    assert moves(session) == ["starts"]
    assert len(lines(session)) <= 2


def test_silence_is_nudged_once_and_then_left(cast: Cast) -> None:
    session = play(cast, [], until=400)
    found = world(session, "buyer_moved")
    assert moves(session) == ["starts", "opens.silence_1", "opens.silence_2"]
    first_turn = max(event.at for event in session.events if isinstance(event, MessageSent) and event.at < found[1][0])
    assert found[1][0] == pytest.approx(first_turn + 60)
    assert found[2][0] == pytest.approx(first_turn + 180)
    assert ending(session) == "left"


def test_a_state_that_silence_leads_to_counts_its_own_silence_from_the_first(cast: Cast) -> None:
    persona = PERSONA.replace('says: ["人呢?", "在吗?"], mood: {patience: -5}}', "to: greedy}")
    session = play(cast_of(persona), [], until=600)
    assert moves(session) == ["starts", "opens.silence_1", "greedy.silence_1"]
    assert ending(session) == "left"


def test_words_start_the_silence_anew_and_waiting_puts_it_off(cast: Cast) -> None:
    session = play(cast, [(50, "#ask_to_wait")], until=400)
    nudged = next(at for at, _, args in world(session, "buyer_moved") if args["move"].endswith("silence_1"))
    assert nudged > 50 + 120 + 60


def test_a_mood_that_runs_out_cuts_the_talk_short(cast: Cast) -> None:
    session = play(cast, [(20 * step, "#refuse_discount") for step in range(1, 6)], until=140)
    assert "always.storms" in moves(session)
    assert "算了" in lines(session)
    assert ending(session) == "left"


def test_moods_stay_within_bounds_and_changes_are_real(cast: Cast) -> None:
    session = play(cast, [(20 * step, "#refuse_discount") for step in range(1, 6)], until=140)
    before: dict[str, int] = {}
    for _, _, args in world(session, "buyer_moved"):
        assert all(0 <= value <= 100 for value in args["mood"].values())
        if before:
            assert {name: value - before[name] for name, value in args["mood"].items() if value != before[name]} == args["change"]
        before = args["mood"]


def test_a_scenario_may_word_a_state_itself() -> None:
    session = play(cast_of(scenario=SCENARIO + "lines: {opens: [在吗老板]}\n"), [], until=30)
    assert lines(session) == ["在吗老板"]


def test_states_that_decide_go_on_by_themselves() -> None:
    persona = PERSONA.replace("    says: [好 我拍了, 拍好了]\n", "    decides: [{when: {mood: trust >= 99}, to: bought}, {to: left}]\n")
    session = play(cast_of(persona), [(20, "#grant_discount =90")], until=60)
    assert moves(session)[-1] == "pays.decides_2"
    assert ending(session) == "left"


# The desk ---------------------------------------------------------------------------------------------------------------


def test_a_new_price_moves_the_buyer_and_is_what_it_pays(cast: Cast) -> None:
    session = play(cast, [(20, "!change_price", {"to": 85.5})], until=60)
    assert [args["amount"] for _, _, args in world(session, "order_placed", "order_paid")] == [85.5, 85.5]


def test_a_price_below_the_floor_does_not(cast: Cast) -> None:
    assert moves(play(cast, [(20, "!change_price", {"to": 60})], until=40)) == ["starts"]


def test_the_supervisor_answers_in_time_and_the_buyer_learns_of_it(cast: Cast) -> None:
    session = play(cast, [(20, "!escalate", {"note": "75行吗"})], until=60)
    assert world(session, "supervisor_replied") == [(50.0, "supervisor_replied", {"approves": True, "says": "可以", "price": 75.0})]
    assert "opens.boss_agreed" in moves(session)


def test_actions_do_not_answer_and_do_not_stop_the_silence(cast: Cast) -> None:
    silent = play(cast, [], until=100)
    nudged = world(silent, "buyer_moved")[1][0]
    for at in (40, nudged - 1, nudged):
        acted = play(cast, [(at, "!remark", {"text": "x"})], until=100)
        assert world(acted, "buyer_moved") == world(silent, "buyer_moved")


def test_what_actions_do_to_the_order(cast: Cast) -> None:
    session = play(
        cast,
        [
            (1, "!remark", {"text": "要红色", "flag": "red"}),
            (2, "!change_address", {"to": "上海"}),
            (3, "!change_freight", {"to": 8}),
            (4, "!send_coupon", {"id": "five"}),
            (4, "!send_coupon", {"id": "five"}),
            (5, "!lookup_parcel"),
        ],
        until=6,
    )
    order = session.conversations[0].order
    assert (order.remark, order.flag, order.address, order.freight, order.amount) == ("要红色", "red", "上海", 800, 9500)
    assert world(session, "parcel_status") == [(5.0, "parcel_status", {"text": "暂无物流信息"})]


@pytest.mark.parametrize(
    ("steps", "name", "args", "why"),
    [
        ([(20, "#grant_discount =90")], "change_price", {"to": 10}, "paid or closed"),
        ([(20, "#grant_discount =90")], "change_freight", {"to": 0}, "paid or closed"),
        ([(20, "#grant_discount =90")], "send_coupon", {"id": "five"}, "paid or closed"),
        ([(1, "!send_coupon", {"id": "five"})], "send_coupon", {"id": "five"}, "sent before"),
        ([], "send_coupon", {"id": "nine"}, "no such coupon: nine"),
        ([], "close_order", {}, "no order"),
        ([(20, "#grant_discount =90"), (60, "!close_order")], "change_address", {"to": "上海"}, "closed"),
    ],
)
def test_what_the_order_does_not_allow_is_refused_and_changes_nothing(
    cast: Cast, steps: list[Step], name: str, args: dict[str, Any], why: str
) -> None:
    session = play(cast, steps, until=61)
    before = list(session.events)
    with pytest.raises(ActionRefused, match=why) as refused:
        session.act("c1", name, args)
    assert isinstance(refused.value.why, dict)
    assert set(refused.value.why) == {"zh", "en"}
    assert session.events == before


def test_a_closed_order_and_a_blocked_buyer(cast: Cast) -> None:
    session = play(cast, [(20, "#grant_discount =90"), (60, "!close_order"), (70, "!block")], until=90)
    assert world(session, "order_closed") == [(60.0, "order_closed", {"id": "o1", "by": "agent"})]
    assert world(session, "buyer_left") == [(70.0, "buyer_left", {"ending": "blocked", "good": False})]
    assert session.ended


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("change_prise", {}),
        ("change_price", {}),
        ("change_price", {"to": "cheap"}),
        ("change_price", {"to": -1}),
        ("change_price", {"to": float("nan")}),
        ("change_price", {"to": True}),
        ("remark", {"text": "  "}),
        ("remark", {"text": "x", "colour": "red"}),
        ("block", {"why": "x"}),
    ],
)
def test_an_action_that_cannot_be_taken_changes_nothing(cast: Cast, name: str, args: dict[str, Any]) -> None:
    session = play(cast, [], until=10)
    before = list(session.events)
    with pytest.raises(ActionRefused):
        session.act("c1", name, args)
    assert session.events == before


def test_hostile_text_is_cleaned_and_empty_text_is_not_said(cast: Cast) -> None:
    session = play(cast, [(10, "\x1b[31m[/]\u202e"), (11, " \u200b\n"), (12, "好" * 10_000)], until=30)
    said = [event.text for event in session.events if isinstance(event, MessageSent) and event.sender == "agent"]
    assert said == ["\u241b[31m[/]", "好" * 2000]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(st.characters(codec=None), max_size=60).filter(lambda text: not text.startswith("!")), max_size=4))
def test_no_text_whatever_stops_a_talk(texts: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("simulator.conversation.read", read)
        session = play(CAST, [(20.0 * number + 15, text) for number, text in enumerate(texts)], until=200)
    assert isinstance(session.journal, MemoryJournal)
    assert parse(session.journal.lines()).events == tuple(session.events)


def test_the_time_limit_closes_the_sitting(cast: Cast) -> None:
    long = play(cast, [(200 * step + 20.0, "#ask_to_wait") for step in range(9)], until=4000)
    assert world(long, "session_closed") == [(1800.0, "session_closed", {"reason": "time"})]
    with pytest.raises(SessionOver):
        long.reply("c1", "还在吗")


def test_finishing_closes_it_once(cast: Cast) -> None:
    session = play(cast, [], until=10)
    session.finish()
    session.finish()
    assert len(world(session, "session_closed")) == 1
    assert session.ended


def test_after_the_buyer_left_the_desk_still_takes_notes(cast: Cast) -> None:
    session = play(cast, [(20, "#insult"), (60, "!remark", {"text": "x"}), (61, "对不起")], until=90)
    assert ending(session) == "left"
    assert isinstance(session.events[-2], ActionTaken)
    assert isinstance(session.events[-1], MessageSent)


def test_several_buyers_talk_at_once_each_with_its_own_chance(cast: Cast) -> None:
    second = Cast(cast.scenario, cast.shop, cast.machine, arrives=30.0)
    session = play([cast, second], [(20, "#grant_discount =90")], until=100)
    facts = world(session, "facts")
    assert [at for at, _, _ in facts] == [0.0, 30.0]
    alone = play(cast, [(20, "#grant_discount =90")], until=100)
    first = [
        event for event in session.events if event.conversation == "c1" and not (isinstance(event, WorldChanged) and event.name == "facts")
    ]
    assert first == alone.events
    header = session.journal.header  # type: ignore[attr-defined]
    assert header.more["arrives"] == [0.0, 30.0]
    assert replayed(header, session.events, [cast, second]).events == session.events


# Time, seed and journal ---------------------------------------------------------------------------------------------------

TEXTS = (
    "#grant_discount =70",
    "#grant_discount =90",
    "#refuse_discount",
    "#greet",
    "哈哈",
    "#describe_product",
    "#ask_to_wait",
    "#confirm_address",
)
ACTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("!escalate", {}),
    ("!change_price", {"to": 85}),
    ("!remark", {"text": "x"}),
    ("!close_order", {}),
    ("!lookup_parcel", {}),
)
A_STEP = st.one_of(st.sampled_from(TEXTS).map(lambda text: (text,)), st.sampled_from(ACTIONS))
STEPS = st.lists(st.tuples(st.integers(1, 900), A_STEP), max_size=7).map(
    lambda found: [(tenths / 10 * 4, *step) for tenths, step in sorted(found, key=lambda one: one[0])]
)


def text_of(session: Session) -> str:
    assert isinstance(session.journal, MemoryJournal)
    return "\n".join(session.journal.lines())


@settings(max_examples=30, deadline=None)
@given(STEPS, st.integers(0, 5), st.sampled_from([0.1, 0.37, 1.0, 7.3]))
def test_the_journal_does_not_depend_on_how_often_time_is_looked_at(steps: Sequence[Step], seed: int, every: float) -> None:
    assert text_of(play(CAST, steps, seed=seed, until=700)) == text_of(play(CAST, steps, seed=seed, until=700, every=every))


@settings(max_examples=15, deadline=None)
@given(STEPS, st.integers(0, 5), st.integers(0, 7000))
def test_an_earlier_journal_is_the_beginning_of_a_later_one(steps: Sequence[Step], seed: int, until: int) -> None:
    later = play(CAST, steps, seed=seed, until=700).events
    earlier = play(CAST, [step for step in steps if step[0] * 10 <= until], seed=seed, until=until / 10).events
    assert later[: len(earlier)] == earlier


@settings(max_examples=15, deadline=None)
@given(STEPS, st.integers(0, 5))
def test_taken_up_again_after_any_event_it_goes_on_as_if_never_stopped(steps: Sequence[Step], seed: int) -> None:
    whole = play(CAST, steps, seed=seed, until=700)
    header = header_of([CAST], id="s1", seed=seed, started="2026-03-02T10:00:00+08:00")
    for kept in range(len(whole.events) + 1):
        again = replayed(header, whole.events[:kept], [CAST])
        assert again.events[:kept] == whole.events[:kept]
        for event in whole.events[kept:]:
            # What was still to be written may have come out already; what the agent did is done again.
            if isinstance(event, (ActionTaken, MessageSent)) and getattr(event, "sender", "agent") == "agent":
                again.advance(event.at)
                if isinstance(event, ActionTaken):
                    again.act("c1", event.name, event.args)
                else:
                    again.reply("c1", event.text)
        again.advance(700)
        assert again.events == whole.events


def test_other_seeds_give_other_talks(cast: Cast) -> None:
    assert len({text_of(play(cast, [], until=100, seed=seed)) for seed in range(5)}) == 5


def test_what_comes_next_is_known(cast: Cast) -> None:
    session = play(cast, [], until=0)
    while (due := session.next_due()) is not None and not session.ended:
        before = len(session.events)
        session.advance(due - 0.1)
        assert len(session.events) == before
        session.advance(due)
        assert session.now == due
    assert ending(session) == "left"


class Failing(MemoryJournal):
    """A journal whose disk fills up."""

    room = 5

    def append(self, event: Any) -> None:
        if len(self.events) >= self.room:
            raise JournalError("journal.jsonl", "disk_full")
        super().append(event)


def test_nothing_is_known_that_is_not_in_the_journal(cast: Cast) -> None:
    journal = Failing(header_of([cast], id="s1", seed=1, started="x"))
    session = Session([cast], 1, journal)
    with pytest.raises(JournalError):
        session.advance(400)
    assert session.events == journal.events
    with pytest.raises(JournalError):
        session.reply("c1", "在吗")
    assert len(journal.events) == 5


CAST = cast_of()


def test_what_the_buyer_tells_has_happened(cast: Cast) -> None:
    session = play(cast, [(20.0, "#grant_discount")], until=120)
    told = [event.at for event in session.events if isinstance(event, MessageSent) and event.text in ("好 我拍了", "拍好了")]
    paid = [event.at for event in session.events if isinstance(event, WorldChanged) and event.name == "order_paid"]
    assert told
    assert paid
    assert max(paid) <= min(told)
