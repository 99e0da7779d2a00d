"""The `when:` language: what holds in which situation, by which words, and what is wrong with a cue."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.cues import Cue, Doing, Found, Situation, compile_cue
from simulator.problems import Problems
from simulator.reading.marks import ActMark, Amount, AskMark, Clause, Contact, Promise, Reading
from simulator.situation import Past
from simulator.vocabulary import vocabulary
from simulator.yamlfile import Place, parse

FACTS: dict[str, Any] = {
    "item": {"list_price": 100, "floor_price": 80, "stock": 3, "attributes": {"材质": "纯棉"}},
    "shop": {"invoice": True},
    "order": {"account_matches": False, "pieces": 2},
}


def cue(text: str, moods: tuple[str, ...] = ("patience", "trust")) -> Cue:
    problems = Problems()
    document = parse(text)
    compiled = compile_cue(document.content, Place(document, problems), vocabulary(), moods)
    problems.raise_if_any()
    return compiled


def said(text: str, *acts: tuple[str, int, int], **marks: Any) -> Reading:
    return Reading(text=text, acts=tuple(ActMark(act, (start, end)) for act, start, end in acts), **marks)


OFFER = said("行,70给您", ("grant_discount", 0, 6), amounts=(Amount("price", 7000, (2, 4)),))
TWO = said("两件150", ("grant_discount", 0, 5), amounts=(Amount("price", 15000, (2, 5), pieces=2),))
OFF = said("便宜30", ("grant_discount", 0, 4), amounts=(Amount("off", 3000, (2, 4)),))
FOLD = said("给您七折", ("grant_discount", 0, 4), amounts=(Amount("fold", 700, (2, 4)),))
COUPON = said("满199减50的", ("offer_coupon", 0, 7), amounts=(Amount("threshold", 19900, (1, 4)), Amount("off", 5000, (5, 7))))
BARE = said("可以", ("grant_discount", 0, 2))

HOLDS = [
    ("{act: grant_discount}", Situation(OFFER), ((0, 6),)),
    ("{act: [greet, grant_discount]}", Situation(OFFER), ((0, 6),)),
    ("{act: grant_discount, with: offer_coupon}", Situation(said("", ("grant_discount", 0, 1), ("offer_coupon", 2, 3))), ((0, 1), (2, 3))),
    ("{act: grant_discount, without: insult}", Situation(OFFER), ((0, 6),)),
    ("{act: grant_discount, below: item.floor_price}", Situation(OFFER, FACTS), ((0, 6),)),
    ("{below: 70.5}", Situation(OFFER, FACTS), ()),
    ("{at_most: 70}", Situation(OFFER, FACTS), ()),
    ("{below: item.floor_price}", Situation(TWO, FACTS), ()),
    ("{below: item.floor_price}", Situation(OFF, FACTS), ()),
    ("{at_most: 70, at_least: 70}", Situation(FOLD, FACTS), ()),
    ("{below: item.floor_price}", Situation(BARE, FACTS, proposed=(Amount("price", 6000, (0, 2)),)), ()),
    ("{action: change_price, at_least: 75}", Situation(facts=FACTS, action=Doing("change_price", {"to": 150})), ()),
    ("{action: remark, args: {flag: [red, blue]}}", Situation(action=Doing("remark", {"flag": "red"})), ()),
    ("{event: supervisor_replied, args: {approves: true}}", Situation(event=Doing("supervisor_replied", {"approves": True})), ()),
    ("{ask: invoice}", Situation(Reading("有发票吗", asks=(AskMark("invoice", (0, 4)),))), ((0, 4),)),
    ("{open_ask: [invoice, discount]}", Situation(open_asks=("discount",)), ()),
    ("{answers: true}", Situation(OFFER, open_asks=("discount",)), ((0, 6),)),
    ("{answers: false}", Situation(OFFER, open_asks=("invoice",)), ()),
    ("{amount: off}", Situation(OFF), ((2, 4),)),
    ("{contact: any}", Situation(Reading("加我", contacts=(Contact("wechat", (0, 2)),))), ((0, 2),)),
    ("{contact: [qq, wechat]}", Situation(Reading("加我", contacts=(Contact("wechat", (0, 2)),))), ((0, 2),)),
    ("{promise: offer_gift}", Situation(Reading("送您", promises=(Promise("offer_gift", (0, 2)),))), ((0, 2),)),
    ("{mentions: 纯棉}", Situation(Reading("这款是純棉的")), ((3, 5),)),
    ('{mentions: ["/[0-9]+天/"]}', Situation(Reading("大概3天到")), ((2, 4),)),
    ("{mood: patience <= 20}", Situation(mood={"patience": 20}), ()),
    ("{mood: [patience > 20, trust < 50]}", Situation(mood={"patience": 21, "trust": 49}), ()),
    ("{heard: refuse_discount >= 2}", Situation(heard={"refuse_discount": 2}), ()),
    ("{visits: 3}", Situation(visits=3), ()),
    ("{visits: '>= 2'}", Situation(visits=3), ()),
    ("{facts: {shop.invoice: true, item.stock: '< 5'}}", Situation(facts=FACTS), ()),
    ("{facts: {order.account_matches: false}}", Situation(facts=FACTS), ()),
    ("{facts: {item.attributes.材质: [亚麻, 纯棉]}}", Situation(facts=FACTS), ()),
    ("{polite: '< 35'}", Situation(Reading("哦", politeness=20)), ()),
    ("{all: [{act: grant_discount}, {amount: price}]}", Situation(OFFER), ((0, 6), (2, 4))),
    ("{any: [{act: insult}, {amount: price}]}", Situation(OFFER), ((2, 4),)),
    ("{not: {act: insult}}", Situation(OFFER), ()),
    ("{earlier: {act: grant_discount}}", Situation(earlier=Past([Situation(OFFER)])), ()),
    ("{}", Situation(), ()),
]

HOLDS_NOT = [
    ("{act: insult}", Situation(OFFER)),
    ("{act: grant_discount}", Situation()),
    ("{act: grant_discount, sure: 0.9}", Situation(Reading("x", acts=(ActMark("grant_discount", (0, 1), 0.8),)))),
    ("{act: grant_discount, with: offer_coupon}", Situation(OFFER)),
    ("{act: grant_discount, without: [grant_discount]}", Situation(OFFER)),
    ("{act: grant_discount, at_least: item.floor_price}", Situation(OFFER, FACTS)),
    ("{below: item.floor_price}", Situation(COUPON, FACTS)),
    ("{below: item.floor_price}", Situation(BARE, FACTS)),
    ("{below: item.floor_price}", Situation(OFFER)),
    ("{action: remark}", Situation(action=Doing("block"))),
    ("{action: remark, args: {flag: red}}", Situation(action=Doing("remark"))),
    ("{answers: true}", Situation(OFFER, open_asks=("invoice",))),
    ("{answers: false}", Situation(OFFER)),
    ("{mentions: 纯棉}", Situation(Reading("您说“纯棉”", clauses=(Clause((3, 5), quoted=True, at=3, text="纯棉"),)))),
    ("{mood: patience <= 20}", Situation(mood={"patience": 21})),
    ("{visits: 3}", Situation(visits=2)),
    ("{facts: {item.free_shipping: true}}", Situation(facts=FACTS)),
    ("{facts: {item.free_shipping: false}}", Situation(facts=FACTS)),
    ("{facts: {shop.invoice: '> 0'}}", Situation(facts=FACTS)),
    ("{polite: '< 35'}", Situation()),
    ("{not: {act: grant_discount}}", Situation(OFFER)),
    ("{any: [{act: insult}, {act: threaten}]}", Situation(OFFER)),
    ("{earlier: {act: insult}}", Situation(earlier=Past([Situation(OFFER)]))),
]


@pytest.mark.parametrize(("text", "situation", "spans"), HOLDS)
def test_holds_by_its_words(text: str, situation: Situation, spans: tuple[tuple[int, int], ...]) -> None:
    compiled = cue(text)
    assert compiled.spans(situation) == spans
    assert compiled.holds(situation)


@pytest.mark.parametrize(("text", "situation"), HOLDS_NOT)
def test_does_not_hold(text: str, situation: Situation) -> None:
    compiled = cue(text)
    assert compiled.spans(situation) is None
    assert not compiled.holds(situation)


@pytest.mark.parametrize(
    ("text", "triggers"),
    [
        ("{act: greet, mood: patience < 5}", {"reply"}),
        ("{action: remark}", {"action"}),
        ("{any: [{act: greet}, {event: order_paid}]}", {"reply", "event"}),
        ("{mood: patience < 5}", set()),
        ("{not: {act: greet}}", set()),
    ],
)
def test_says_what_it_waits_for(text: str, triggers: set[str]) -> None:
    assert cue(text).triggers == triggers


WRONG = [
    ("[greet]", "C01", 1, "a mapping"),
    ("{acct: greet}", "C02", 2, "'act'"),
    ("{act: greeet}", "C03", 7, "'greet'"),
    ("{act: [greet, insullt]}", "C03", 15, "'insult'"),
    ("{open_ask: discont}", "C03", 12, "'discount'"),
    ("{action: remrk}", "C03", 10, "'remark'"),
    ("{event: order_piad}", "C03", 9, "'order_paid'"),
    ("{below: item.floor}", "C03", 9, "item.floor_price"),
    ("{below: []}", "C04", 9, "a list"),
    ("{mood: patince <= 3}", "C03", 8, "'patience'"),
    ("{mood: patience}", "C06", 8, "patience <= 20"),
    ("{heard: 3}", "C06", 9, "the number 3"),
    ("{visits: often}", "C06", 10, "'often'"),
    ("{facts: {item.stok: 1}}", "C03", 10, "item.stock"),
    ("{facts: yes}", "C04", 9, "shop.invoice"),
    ("{answers: maybe}", "C04", 11, "true or false"),
    ("{contact: weixin}", "C03", 11, "wechat"),
    ("{amount: prise}", "C03", 10, "'price'"),
    ('{mentions: ["/(?=a)/"]}', "C07", 13, "RE2"),
    ('{mentions: ["/(a/"]}', "C07", 13, "RE2"),
    ("{mentions: 3}", "C04", 12, "a text"),
    ("{args: {to: 1}}", "C05", 2, "`action`"),
    ("{sure: 0.8}", "C05", 2, "`act`"),
    ("{act: greet, sure: high}", "C04", 20, "0 to 1"),
    ("{any: {act: greet}}", "C04", 7, "a list of cues"),
    ("{not: greet}", "C01", 7, "a mapping"),
    ("{act: []}", "C04", 7, "empty list"),
    ("{polite: low}", "C06", 10, ">= 2"),
    ("{hint: 0.5}", "C04", 8, "contact_exchanged"),
]


@pytest.mark.parametrize(("text", "code", "column", "says"), WRONG)
def test_what_is_wrong_is_said_at_its_mark(text: str, code: str, column: int, says: str) -> None:
    problems = Problems()
    document = parse(text)
    compile_cue(document.content, Place(document, problems), vocabulary(), ("patience",))
    problem = next(iter(problems))
    assert (problem.code, problem.mark.column) == (code, column)
    assert says in f"{problem.message} {problem.remedy}"


def test_all_that_is_wrong_is_said_at_once() -> None:
    problems = Problems()
    document = parse("{act: greeet, mood: patince < 3, any: [{ask: discont}, {nothing: 1}]}")
    compile_cue(document.content, Place(document, problems), vocabulary(), ("patience",))
    assert [problem.code for problem in problems] == ["C03", "C03", "C03", "C02"]


def test_a_misspelt_key_is_not_told_to_be_missing_too() -> None:
    problems = Problems()
    document = parse("{atc: greet, sure: 0.8}")
    compile_cue(document.content, Place(document, problems), vocabulary(), ())
    assert [problem.code for problem in problems] == ["C02"]


@pytest.mark.parametrize(("suspected", "spans"), [(0.6, ()), (0.4, None)])
def test_a_suspicion_compares(monkeypatch: pytest.MonkeyPatch, suspected: float, spans: Found) -> None:
    monkeypatch.setattr("simulator.cues.suspicions", lambda _situation: {"slow_reply": suspected})
    assert cue("{hint: {slow_reply: '>= 0.5'}}").spans(Situation(Reading("x"))) == spans


def test_an_evil_pattern_is_matched_in_linear_time() -> None:
    evil = cue('{mentions: ["/(a+)+$/"]}')
    assert evil.spans(Situation(Reading("a" * 1900 + "!"))) is None
