"""The language bench on labelled lines and talks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simulator.bench import agreement, as_text, measure, rules_broken
from simulator.labelled import Case, cases_of
from simulator.library import Library
from simulator.problems import ContentError


def file_of(folder: Path, *lines: object) -> Path:
    path = folder / "lines.jsonl"
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), "utf-8")
    return path


def case(must: str = "", must_not: str = "", *, exact: bool = False) -> Case:
    return Case("1", "acts", "您好", frozenset(must.split()), frozenset(must_not.split()), exact=exact)


def test_only_traps_are_false_where_labels_are_must_and_must_not() -> None:
    bench = measure([case("greet", "thank")], lambda _: frozenset({"greet", "close"}))
    assert (bench.macro_f1, bench.traps_hit, bench.lines_right) == (1.0, 0.0, 1.0)


def test_every_other_report_is_false_where_all_labels_are_given() -> None:
    bench = measure([case("greet", exact=True)], lambda _: frozenset({"greet", "close"}))
    assert [(f.label, f.right, f.missed, f.false) for f in bench.figures] == [("close", 0, 0, 1), ("greet", 1, 0, 0)]


def test_a_miss_and_a_trap_are_counted_listed_and_paired() -> None:
    bench = measure([case("greet", "thank")], lambda _: frozenset({"thank"}))
    assert (bench.macro_f1, bench.recall, bench.traps_hit) == (0.0, 0.0, 1.0)
    assert bench.confused == (("greet", "thank", 1),)
    assert "-greet +thank" in as_text(bench)


def test_both_formats_are_understood(tmp_path: Path) -> None:
    path = file_of(
        tmp_path,
        {"text": "您好", "must": ["greet"], "must_not": ["thank"]},
        {"text": "谢谢就不必了", "acts": ["impatient"], "for": "thank", "near_miss": True},
    )
    first, second = cases_of(path)
    assert (first.kind, first.must, first.must_not, first.exact) == ("acts", {"greet"}, {"thank"}, False)
    assert (second.must, second.must_not, second.exact) == ({"impatient"}, {"thank"}, True)


def test_a_file_of_buyers_lines_is_told_by_its_labels(tmp_path: Path) -> None:
    path = file_of(tmp_path, {"text": "能便宜点吗", "must": ["discount"], "must_not": []}, {"text": "帮我改地址", "must": ["change_order"]})
    assert {case.kind for case in cases_of(path)} == {"asks"}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{", "BEN02"),
        ({"must": []}, "BEN03"),
        ({"text": "您好", "must": "greet"}, "BEN03"),
        ({"text": "您好", "must": ["gret"]}, "BEN04"),
        ({"turns": [{"who": "agent", "text": "加微信"}], "violates": ["contact_exchangd"]}, "BEN04"),
        ({"turns": [{"who": "buyer", "text": "在吗"}], "violates": []}, "BEN06"),
        ({"turns": [{"who": "shop", "text": "在"}]}, "BEN06"),
        ({"turns": "在吗", "violates": []}, "BEN06"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(tmp_path: Path, line: object, code: str) -> None:
    with pytest.raises(ContentError) as caught:
        cases_of(file_of(tmp_path, line), ["contact_exchanged"])
    assert [(problem.code, problem.mark.line) for problem in caught.value.problems] == [(code, 1)]


def test_an_empty_file_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="BEN01"):
        cases_of(file_of(tmp_path, ""))


def test_agreement_is_one_between_equals_and_none_by_chance_alone() -> None:
    assert agreement([("greet", True, True), ("greet", False, False), ("thank", True, True)])[0] == 1.0
    crossed = [("greet", first, second) for first in (True, False) for second in (True, False)]
    assert agreement(crossed) == (0.0, {"greet": 0.0})


TALK = {
    "turns": [{"who": "buyer", "text": "在吗"}, {"who": "agent", "text": "在的"}],
    "violates": ["insulted"],
    "tolerates": ["unfair_term"],
}


def test_a_talk_is_judged_by_its_last_message(tmp_path: Path) -> None:
    facts = {"shop": {"cod": True}}
    (talk,) = cases_of(file_of(tmp_path, {**TALK, "facts": facts}), ["insulted", "unfair_term"])
    assert (talk.kind, talk.text, talk.before, talk.must, talk.may) == ("rules", "在的", "在吗", {"insulted"}, {"unfair_term"})
    assert (talk.turns, talk.facts) == ((("buyer", "在吗"), ("agent", "在的")), facts)


def test_lines_and_talks_do_not_mix(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="BEN05"):
        cases_of(file_of(tmp_path, TALK, {"text": "您好", "must": ["greet"]}), ["insulted", "unfair_term"])


def test_talks_caught_and_innocents_accused_are_counted_and_what_is_arguable_is_neither() -> None:
    guilty, missed, innocent, arguable = (
        Case(str(at), "rules", "在", frozenset(must.split()), frozenset(), exact=True, may=frozenset({"unfair_term"}))
        for at, must in enumerate(["insulted", "insulted", "", ""])
    )
    found = {"0": {"insulted"}, "1": {"unfair_term"}, "2": {"insulted"}, "3": {"unfair_term"}}
    bench = measure([guilty, missed, innocent, arguable], lambda case: frozenset(found[case.id]))
    assert (bench.guilty, bench.caught, bench.innocent, bench.accused) == (2, 1, 2, 1)
    assert "something caught in 1 of 2 talks that break a rule, accused 1 of 2 that break none" in as_text(bench)


def test_the_rules_report_of_a_talk_what_its_last_message_breaks() -> None:
    rules = Library.load().rulebook.on(None)
    talk = (("buyer", "怎么联系你"), ("agent", "加我微信 linji_88"), ("buyer", "算了"), ("agent", "好的亲"))
    assert rules_broken(talk[:2], {}, rules) == {"contact_exchanged"}
    assert rules_broken(talk, {}, rules) == frozenset()
