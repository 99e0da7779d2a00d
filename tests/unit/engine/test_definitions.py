"""Definitions: what a file may hold, and that everything wrong is told at its own mark, at once."""

from __future__ import annotations

import pytest

from simulator.machine import BuyerMachine
from simulator.persona import Persona, read_persona
from simulator.problems import ContentError, Problem, Problems
from simulator.scenario import read_scenario
from simulator.shop import read_shop
from simulator.structure import check_structure
from simulator.vocabulary import vocabulary
from simulator.yamlfile import parse
from tests.unit.engine.conftest import PERSONA, SCENARIO, SHOP

READERS = {"persona": (read_persona, PERSONA), "scenario": (read_scenario, SCENARIO), "shop": (read_shop, SHOP)}


def problems_of(kind: str, old: str = "", new: str = "") -> tuple[list[Problem], int]:
    """Returns the problems of a sound file in which `old` was replaced by `new`, and the line of that."""
    read, sound = READERS[kind]
    assert old in sound
    text = sound.replace(old, new, 1)
    problems = Problems()
    read(parse(text), vocabulary(), problems)
    return list(problems), sound[: sound.index(old)].count("\n") + 1


@pytest.mark.parametrize("kind", READERS)
def test_a_sound_file_has_no_problems(kind: str) -> None:
    assert problems_of(kind)[0] == []


WRONG = [
    ("persona", "format: 1", "format: 2", "D03", "expected 1"),
    ("persona", "persona: tester", "persona: Test Er", "D06", "lower case"),
    ("persona", "about: 只为测试\n", "", "D01", "'about' is missing"),
    ("persona", "starts: opens", "starts: openz", "D07", "'opens'"),
    ("persona", "to: greedy", "to: gredy", "D07", "'greedy'"),
    ("persona", "then: left}\n    silence", "then: lefft}\n    silence", "D07", "'left'"),
    ("persona", "asks: discount", "asks: discont", "D07", "'discount'"),
    ("persona", "unanswered: {says", "unanswred: {says", "D02", "'unanswered'"),
    ("persona", "at_most: 2, then", "at_mots: 2, then", "D02", "'at_most'"),
    ("persona", "patience: 60..80", "patience: 80..60", "D05", "60..80"),
    ("persona", "patience: 60..80", "patience: high", "D05", "range"),
    ("persona", "patience: 60..80", "patience: 60..180", "D03", "within 0..100"),
    ("persona", "{item.list_price}太贵了", "{item.list_price太贵了", "D08", "not closed"),
    ("persona", "after: 60s", "after: 60", "D05", "unit"),
    ("persona", "mood: {trust: -5}", "mood: {trsut: -5}", "D07", "'trust'"),
    ("persona", "mood: {trust: -5}", "mood: {trust: less}", "D03", "whole number"),
    ("persona", "does: [place_order, pay]", "does: [place_order, payy]", "D03", "'pay'"),
    ("persona", "{item.list_price}太贵了", "{item.listprice}太贵了", "D08", "item.list_price"),
    ("persona", "when: {act: confirm_address}", "when: {act: confirm_adress}", "C03", "'confirm_address'"),
    ("persona", "mood: patience <= 20", "mood: patienc <= 20", "C03", "'patience'"),
    ("persona", "name: 买了, good: true", "name: 买了, good: yes", "D03", "true or false"),
    ("persona", "says: [好 我拍了, 拍好了]", "says: [好 我拍了, 12]", "D03", "quotes"),
    ("persona", "says: [算了]", 'says: [""]', "D03", "empty"),
    ("persona", "bought: {name: 买了", "greedy: {name: 买了", "P01", "a state and an ending"),
    ("persona", "- id: granted", "- id: caved", "P02", "twice"),
    ("persona", "name: {zh: 试验买家, en: Tester}", "name: {zh: 试验买家,很好, en: Tester}", "D02", "comma"),
    ("persona", "about: 只为测试", "about: 12", "D03", "a mapping"),
    ("persona", "silence: [{after: 90s, to: left}]", "silence: {after: 90s, to: left}", "D03", "a list"),
    ("scenario", "level: 1", "level: 9", "D03", "at most 5, found the number 9"),
    ("scenario", "level: 1", "level: one", "D03", "whole number"),
    ("scenario", "level: 1", "level: true", "D03", "whole number"),
    ("scenario", "order: {address: 杭州}", "order: {addres: 杭州}", "D02", "'address'"),
    ("scenario", "order: {address: 杭州}", "order: {stage: payed}", "D03", "'paid'"),
    ("scenario", "time: {limit: 30m}", "time: {limit: 30}", "D05", "unit"),
    ("scenario", "time: {limit: 30m}", 'time: {starts: "25:00"}', "D05", "time of day"),
    ("scenario", "time: {limit: 30m}", "rubric: {outcome: 90}", "S02", "170"),
    ("scenario", "time: {limit: 30m}", "facts: {item: {stok: 1}}", "S01", "'stock'"),
    ("scenario", "time: {limit: 30m}", "facts: {itm: {stock: 1}}", "D07", "'item'"),
    ("scenario", "time: {limit: 30m}", "objectives: {must: [{id: a, act: greeet}]}", "C03", "'greet'"),
    ("scenario", "time: {limit: 30m}", "objectives: {must: [{id: a, actt: greet}]}", "D02", "'act'"),
    ("scenario", "time: {limit: 30m}", "objectives: {must: [{id: a, text: x}]}", "S04", "something to hold"),
    ("scenario", "time: {limit: 30m}", "objectives: {must: [{act: greet, after: order_piad}]}", "D07", "'order_paid'"),
    ("scenario", "time: {limit: 30m}", "objectives: {must: [{id: a, act: greet}], more: [{id: a, act: close}]}", "S06", "'a'"),
    ("scenario", "time: {limit: 30m}", "objectives: {most: [{act: greet}]}", "D02", "'must'"),
    ("shop", "list_price: 100", "list_price: -1", "D03", "more than 0, found the number -1"),
    ("shop", "list_price: 100", 'list_price: "100"', "D03", "a number"),
    ("shop", "floor_price: 80", "floor_price: 180", "H01", "above the list price"),
    ("shop", "stock: 5", "stok: 5", "D02", "'stock'"),
    ("shop", "off: 5, over: 50}", "off: 5}, {id: five, name: x, off: 1}", "H02", "twice"),
    ("shop", "policies: {invoice: true", "policies: {invoice: sometimes", "D03", "true or false"),
]


@pytest.mark.parametrize(("kind", "old", "new", "code", "says"), WRONG)
def test_what_is_wrong_is_said_in_its_line(kind: str, old: str, new: str, code: str, says: str) -> None:
    problems, line = problems_of(kind, old, new)
    problem = next(problem for problem in problems if problem.code == code)
    assert says in f"{problem.message} {problem.remedy}"
    # What is missing is missed where its mapping begins.
    assert problem.mark.line == (2 if code == "D01" else line)


def test_a_full_width_colon_is_recognised() -> None:
    problems, _ = problems_of("scenario", "order: {address: 杭州}", "order: 地址:杭州")
    assert any("full-width colon" in problem.remedy for problem in problems)


def test_all_problems_are_told_at_once() -> None:
    problems = Problems()
    text = PERSONA.replace("starts: opens", "starts: openz").replace("to: greedy", "to: gredy").replace("{act: insult}", "{act: insullt}")
    read_persona(parse(text), vocabulary(), problems)
    assert [problem.code for problem in problems] == ["D07", "D07", "C03"]


def test_a_file_that_is_no_mapping_is_told() -> None:
    problems = Problems()
    assert read_persona(parse("- a\n"), vocabulary(), problems) is None
    assert [problem.code for problem in problems] == ["D03"]


def test_the_scenarios_facts_go_over_those_of_the_shop() -> None:
    problems = Problems()
    shop = read_shop(parse(SHOP), vocabulary(), problems)
    scenario = read_scenario(parse(SCENARIO + "facts: {item: {stock: 1}}\n"), vocabulary(), problems)
    assert shop
    assert scenario
    facts = scenario.facts_in(shop)
    assert (facts["item"]["stock"], facts["item"]["floor_price"], facts["shop"]["invoice"]) == (1, 80, True)
    assert facts["order"]["address"] == "杭州"


def test_the_schema_for_editors_takes_the_short_forms() -> None:
    schema = Persona.model_json_schema()
    assert schema["properties"]["name"]["type"] == ["string", "object"]
    state = schema["$defs"]["State"]["properties"]
    assert state["says"]["type"] == state["asks"]["type"] == ["string", "array"]
    assert schema["$defs"]["Silence"]["properties"]["after"]["pattern"]
    assert schema["additionalProperties"] is False
    assert {"from", "except"} <= set(schema["$defs"]["Move"]["properties"])


@pytest.mark.parametrize("kind", READERS)
def test_a_mutilated_file_gives_problems_or_a_model_and_nothing_else(kind: str) -> None:
    read, sound = READERS[kind]
    lines = sound.splitlines(keepends=True)
    mutants = [
        [*lines[:at], *instead, *lines[at + 1 :]]
        for at, line in enumerate(lines)
        for instead in ([], [line, line], [line.replace(":", ": [x]", 1)])
    ]
    refused = 0
    for mutant in mutants:
        problems = Problems()
        try:
            model = read(parse("".join(mutant)), vocabulary(), problems)
        except ContentError as error:
            problems.extend(error.problems)
            model = None
        assert model is not None or problems.errors
        refused += model is None
        if isinstance(model, Persona):
            check_structure(model, parse("".join(mutant)), problems)
            BuyerMachine(model)
    assert refused > len(mutants) / 2


def test_a_full_width_colon_is_told_where_it_stands() -> None:
    from simulator.problems import ContentError
    from simulator.yamlfile import parse

    with pytest.raises(ContentError) as told:
        parse("format: 1\nstates:\n  asks：\n    says: [好]\n", "mine.yaml")
    assert [str(problem).split("\n")[0] for problem in told.value.problems] == [
        "mine.yaml:3:7: Y05 not YAML: a full-width colon after a key"
    ]
