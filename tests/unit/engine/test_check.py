"""The check: each fault of shape and each proof that fails is told, where it stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from simulator.check import check, check_paths
from simulator.events import WorldChanged
from simulator.journal import MemoryJournal
from simulator.library import Library
from simulator.persona import read_persona
from simulator.problems import Problem, Problems
from simulator.proofs import check_transcripts, endings
from simulator.session import Session, header_of
from simulator.structure import check_structure, covers
from simulator.transcript import Transcript
from simulator.vocabulary import vocabulary
from simulator.witness import witness
from simulator.yamlfile import parse
from tests.unit.engine.conftest import PERSONA
from tests.unit.engine.test_cues import cue

Load = Callable[[Path], Library]


def shape(old: str, new: str) -> list[Problem]:
    """Returns the faults in the shape of the sound persona with `old` replaced by `new`."""
    assert old in PERSONA
    text = PERSONA.replace(old, new, 1)
    problems = Problems()
    document = parse(text)
    persona = read_persona(document, vocabulary(), problems)
    problems.raise_if_any()
    assert persona
    check_structure(persona, document, problems)
    return list(problems)


def test_a_sound_persona_has_no_faults() -> None:
    assert shape("format: 1", "format: 1") == []


SHAPES = [
    ("        to: greedy\n", "", "P03", "greedy"),
    (
        "    silence: [{after: 300s, to: bought}]",
        "    silence: [{after: 300s, to: left}]\n  lost: {silence: [{after: 9s, to: left}]}",
        "P03",
        "lost",
    ),
    ("    silence: [{after: 90s, to: left}]\n", "", "P06", "greedy"),
    ("silence: [{after: 90s, to: left}]", "silence: [{after: 90s, says: [喂]}]", "P06", "greedy"),
    ("      - {after: 180s, to: left}", "      - {after: 30s, to: left}", "P08", "order"),
    ("      - {after: 180s, to: left}", "      - {after: 180s, to: left}\n      - {after: 200s, to: left}", "P08", "away"),
    ("silence: [{after: 90s, to: left}]", "silence: [{after: 90s, to: opens}]", None, None),
    (
        "silence: [{after: 300s, to: bought}]",
        "silence: [{after: 300s, to: pays2}]\n  pays2: {says: [x], silence: [{after: 9s, to: pays}]}",
        "P05",
        "pays",
    ),
    ("    does: [place_order, pay]", "    decides: [{when: {mood: trust > 5}, to: bought}]", None, None),
    ("  pays:\n", "  pays:\n    decides: [{to: bought}, {to: left}]\n", "P07", "tried"),
    (
        "      - id: granted\n        when: {act: grant_discount}",
        "      - id: granted\n        when: {act: grant_discount, mood: trust > 5, below: item.floor_price}",
        "P07",
        "caved",
    ),
    ("when: {act: refuse_discount}\n        says", "when: {act: [refuse_discount, grant_discount], sure: 0.5}\n        says", None, None),
    ("when: {mood: patience <= 20}, to: left", "when: {mood: patience <= 20}", "P09", "again"),
    ('    unanswered: {says: ["{asked}呢"], at_most: 1, then: left}\n', "", "P10", "unanswered"),
    ('        heard: {moves: ["#confirm_address"]}\n', "", "P13", "checked"),
    (
        "  bought: {name: 买了, good: true, says: [谢谢]}",
        "  bought: {name: 买了, good: true}\n  extra: {name: 没人来, good: false}",
        "P03",
        "extra",
    ),
]


@pytest.mark.parametrize(("old", "new", "code", "says"), SHAPES)
def test_faults_of_shape(old: str, new: str, code: str | None, says: str | None) -> None:
    problems = shape(old, new)
    if code is None:
        assert not [problem for problem in problems if not problem.warning]
        return
    found = [problem for problem in problems if problem.code == code]
    assert found
    assert says is None or any(says in f"{problem.message} {problem.remedy}" for problem in found)


def test_a_circle_of_decisions_is_found() -> None:
    circle = "  one: {decides: [{to: two}]}\n  two: {decides: [{to: one}]}\n"
    problems = shape("  pays:\n", circle + "  pays:\n")
    assert [problem.message[:35] for problem in problems if problem.code == "P05"] == [
        "the decisions lead from 'one' back ",
        "the decisions lead from 'two' back ",
    ]


@pytest.mark.parametrize(
    ("wide", "narrow", "answer"),
    [
        ("{}", "{act: greet}", True),
        ("{act: [greet, thank]}", "{act: greet, mood: trust > 5}", True),
        ("{act: greet}", "{act: [greet, thank]}", False),
        ("{act: greet, without: insult}", "{act: greet}", False),
        ("{mood: trust > 5}", "{mood: trust > 6, act: greet}", False),
        ("{action: remark}", "{act: greet}", False),
    ],
)
def test_which_cue_covers_which(wide: str, narrow: str, answer: bool) -> None:
    assert covers(cue(wide), cue(narrow)) is answer


def test_a_witness_stands_at_the_edge_of_every_bound() -> None:
    bounds = "mood: [patience < 20, trust >= 50], heard: refuse_discount >= 3, visits: '> 1'"
    text = f"{{act: greet, {bounds}, all: [{{facts: {{item.stock: '<= 2', shop.invoice: false}}}}]}}"
    found = witness(cue(text))
    assert (found.mood, found.heard, found.visits) == ({"patience": 19, "trust": 50}, {"refuse_discount": 3}, 2)
    assert found.facts == {"item.stock": 2, "shop.invoice": False}


def record(library: Library, path: Path, steps: list[tuple[float, str]], until: float, seed: int = 1) -> Session:
    casts = [library.cast("a_mug")]
    session = Session(casts, seed, MemoryJournal(header_of(casts, id="s1", seed=seed, started="2026-03-02T10:00:00+08:00")))
    for at, text in steps:
        session.advance(at)
        session.reply("c1", text)
    session.advance(until)
    session.finish()
    path.write_text("".join(f"{line}\n" for line in session.journal.lines()), "utf-8")  # type: ignore[attr-defined]
    return session


def told(library: Library) -> list[Problem]:
    problems = Problems()
    check_transcripts(library, "a_mug", problems)
    return list(problems)


def test_a_scenario_needs_both_transcripts(world: Path, load: Load) -> None:
    assert [problem.code for problem in told(load(world))] == ["S11", "S11"]


def test_a_model_that_fails_and_a_poor_one_that_passes_are_told(world: Path, load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    def marked(transcript: Transcript, *_: object) -> SimpleNamespace:
        sold = any(isinstance(event, WorldChanged) and event.name == "order_paid" for event in transcript.events)
        return SimpleNamespace(passed=sold, total=900 if sold else 300, findings=())

    monkeypatch.setattr("scoring.score.score", marked)
    library, folder = load(world), world / "scenarios/a_mug"
    record(library, folder / "model.jsonl", [(20, "#insult")], 60)
    record(library, folder / "poor.jsonl", [(20, "#grant_discount =90")], 60)
    assert [(problem.code, problem.message) for problem in told(library)] == [
        ("S13", "it does not pass (30 of 80)"),
        ("S13", "it passes (90 of 80)"),
    ]


def test_a_stale_transcript_is_told(world: Path, load: Load) -> None:
    folder = world / "scenarios/a_mug"
    library = load(world)
    record(library, folder / "model.jsonl", [(20, "#grant_discount =90"), (60, "#confirm_address")], 120)
    session = record(library, folder / "poor.jsonl", [(20, "#insult")], 60)
    assert endings(session.events) == {"c1": "left"}
    persona = world / "personas/tester.yaml"
    persona.write_text(persona.read_text("utf-8").replace("when: {act: insult}, to: left", "when: {act: insult}, to: bought"), "utf-8")
    stale = [problem for problem in told(load(world)) if problem.code == "S14"]
    assert [Path(problem.mark.file).name for problem in stale] == ["poor.jsonl"]
    assert "left" in stale[0].message


def test_a_broken_transcript_and_one_of_another_scenario_are_told(world: Path, load: Load) -> None:
    folder = world / "scenarios/a_mug"
    (folder / "model.jsonl").write_text("{", "utf-8")
    (folder / "poor.jsonl").write_text('{"type": "session", "format": 1, "id": "x", "scenario": "other"}\n', "utf-8")
    assert [problem.code for problem in told(load(world))] == ["T01", "S12"]


def test_replies_that_do_not_take_their_move_are_told(world: Path, load: Load) -> None:
    path = world / "personas/tester.yaml"
    text = path.read_text("utf-8")
    text = text.replace(
        'heard: {moves: ["#grant_discount =70"], stays: ["#grant_discount =90"]}',
        'heard: {moves: ["#grant_discount =95"], stays: ["#grant_discount =60"]}',
    )
    path.write_text(text, "utf-8")
    found = [problem for problem in check(load(world), lambda file: str(world) in file) if problem.code in ("P14", "P15")]
    assert [problem.code for problem in found] == ["P14", "P15"]
    assert "it takes tester.opens.granted" in found[0].message
    assert "grant_discount" in found[0].remedy
    line = text[: text.index("#grant_discount =95")].count("\n") + 1
    assert {problem.mark.line for problem in found} == {line}


def test_what_no_scenario_uses_is_a_warning(world: Path, load: Load) -> None:
    path = world / "scenarios/shops/corner.yaml"
    path.write_text(path.read_text("utf-8").replace("coupons:", "  cup: {title: 碗, list_price: 9}\ncoupons:"), "utf-8")
    found = [problem for problem in check(load(world), lambda file: str(world) in file) if problem.code.startswith("U")]
    assert [(problem.code, problem.warning) for problem in found] == [("U02", True)]


def test_a_path_is_checked_alone(world: Path) -> None:
    path = world / "personas/tester.yaml"
    path.write_text(path.read_text("utf-8").replace("starts: opens", "starts: openz"), "utf-8")
    assert [problem.code for problem in check_paths([path])] == ["D07"]
    found = check_paths([world])
    assert [problem.code for problem in found] == ["D07", "S05"]
    assert all(problem.mark.file.startswith(str(world)) for problem in found)


def test_a_transcript_stands_for_its_scenario(world: Path) -> None:
    poor = world / "scenarios/a_mug/poor.jsonl"
    poor.write_text("{", "utf-8")
    assert {problem.code for problem in check_paths([poor])} == {"S11", "T01"}
