"""How waits are counted, and what is known at each moment of a talk."""

from __future__ import annotations

from scoring.metrics import Service, metrics
from scoring.timeline import timeline
from simulator.situation import fact


def measured(talk):
    return metrics(timeline(talk), Service())


def test_a_wait_runs_from_the_first_unanswered_line_to_the_agents_answer(sitting):
    talk = sitting((5, "buyer", "在吗"), (9, "buyer", "有货吗"), (30, "agent", "有的"), (31, "agent", "您放心拍"))
    assert [wait.ms for wait in timeline(talk).waits] == [25_000]


def test_an_automatic_reply_and_an_action_are_no_answer(sitting):
    talk = sitting((0, "buyer", "在吗"), (1, "auto", "稍等"), (2, "action", "remark", {"text": "x"}), (50, "agent", "在的"))
    assert [wait.ms for wait in timeline(talk).waits] == [50_000]


def test_exactly_two_minutes_is_no_long_wait_whatever_the_fractions(sitting):
    assert measured(sitting((10.1, "buyer", "在吗"), (130.1, "agent", "在"))).waits_over_2min == 0
    assert measured(sitting((10.1, "buyer", "在吗"), (130.2, "agent", "在"))).waits_over_2min == 1


def test_a_buyer_who_leaves_within_two_minutes_has_not_waited(sitting):
    left = sitting((0, "buyer", "谢谢"), (120, "event", "buyer_left"), (9000, "event", "shift_ended"))
    assert measured(left).waits_over_2min == 0
    assert measured(sitting((0, "buyer", "谢谢"), (121, "event", "buyer_left"))).waits_over_2min == 1


def test_a_burst_still_open_at_the_end_has_waited_but_is_no_answer(sitting):
    found = measured(sitting((0, "buyer", "在吗"), (10, "agent", "在"), (20, "buyer", "多少钱"), (200, "event", "order_placed")))
    assert (found.waits_over_2min, found.average_response_s) == (1, 10.0)


def test_the_first_response_is_that_of_the_talk_that_opened_first(sitting):
    talk = sitting((0, "buyer", "在吗", "b"), (5, "buyer", "你好", "a"), (10, "agent", "您好", "a"), (40, "agent", "在的", "b"))
    assert measured(talk).first_response_s == 40.0


def test_nothing_to_measure_is_none_and_not_zero(sitting):
    found = measured(sitting((0, "agent", "您好")))
    assert (found.first_response_s, found.average_response_s, found.three_minute_rate, found.answer_ratio) == (None, None, None, None)


def test_the_three_minute_rate_counts_bursts_that_began_in_service_hours(sitting):
    rows = ((0, "buyer", "在吗"), (180, "agent", "在"), (600, "buyer", "有货吗"), (790, "agent", "有"))
    assert measured(sitting(*rows, started="2026-03-02T10:00:00+08:00")).three_minute_rate == 0.5
    assert measured(sitting(*rows, started="2026-03-02T22:55:00+08:00")).three_minute_rate == 1.0
    assert measured(sitting(*rows, started="2026-03-02T23:00:00+08:00")).three_minute_rate is None
    assert measured(sitting(*rows, started="2026-03-02T07:55:00+08:00")).three_minute_rate == 0.0


def test_facts_of_one_conversation_override_those_of_the_first_line(sitting):
    talk = sitting(
        (0, "event", "facts", {"item": {"title": "帽子", "list_price": 39}}, "b"),
        (1, "buyer", "在吗", "a"),
        (2, "buyer", "在吗", "b"),
        facts={"item": {"title": "大衣", "list_price": 399, "floor_price": 350}, "shop": {"name": "林间"}},
    )
    a, b = (one.moments[-1].situation.facts for one in timeline(talk).talks)
    assert (fact(a, ("item", "floor_price")), fact(b, ("item", "list_price")), fact(b, ("item", "floor_price"))) == (350, 39, None)
    assert fact(b, ("shop", "name")) == "林间"


def test_the_order_goes_through_its_stages(sitting):
    talk = sitting(
        (0, "agent", "您好"),
        (10, "event", "order_placed", {"amount": 89}),
        (20, "action", "change_price", {"to": 80}),
        (30, "agent", "改好了"),
    )
    stages = [fact(moment.situation.facts, ("order", "stage")) for moment in timeline(talk).talks[0].moments]
    assert stages == [None, "placed", "placed", "placed"]
    assert fact(timeline(talk).talks[0].moments[-1].situation.facts, ("order", "amount")) == 80


def test_a_supervisors_yes_lowers_the_floor_from_then_on(sitting):
    talk = sitting(
        (0, "agent", "您好"),
        (10, "event", "supervisor_replied", {"approved": True, "price": 70}),
        (20, "agent", "好的"),
        facts={"item": {"floor_price": 79}},
    )
    floors = [fact(moment.situation.facts, ("item", "floor_price")) for moment in timeline(talk).talks[0].moments]
    assert floors == [79, 70, 70]


def test_a_reply_answers_the_lines_since_the_last_one_and_sees_what_was_before(sitting):
    talk = sitting(
        (0, "buyer", "能便宜点吗"), (5, "agent", "不能再便宜了哦"), (9, "buyer", "那有券吗"), (12, "buyer", "满减的"), (20, "agent", "有的")
    )
    last = timeline(talk).talks[0].moments[-1].situation
    assert [line.text for line in last.buyer] == ["那有券吗", "满减的"]
    assert len(last.earlier) == 4
    assert [one.sender for one in last.earlier] == ["buyer", "agent", "buyer", "buyer"]


def test_events_of_the_shift_open_no_talk(sitting):
    assert [
        talk.id for talk in timeline(sitting((0, "event", "online"), (1, "buyer", "在吗", "b"), (9, "event", "shift_ended"))).talks
    ] == ["b"]
