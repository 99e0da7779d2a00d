"""The library: finds content, leaves broken files out, says all that is wrong, and knows what a talk depends on."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from simulator import parsed
from simulator.events import SessionStarted
from simulator.library import Library
from simulator.session import ResumeError

Load = Callable[[Path], Library]


def test_all_content_of_a_root_is_found(world: Path, load: Load) -> None:
    library = load(world)
    assert (list(library.personas), list(library.shops), list(library.scenarios)) == (["tester"], ["corner"], ["a_mug"])
    assert not [problem for problem in library.problems if str(world) in problem.mark.file]
    assert library.cast("a_mug").machine is library.cast("a_mug").machine


def test_titles_need_no_models(world: Path, load: Load) -> None:
    (title,) = load(world).titles()
    assert (title.id, title.name["zh"], title.level, title.minutes, title.pass_mark) == ("a_mug", "卖杯子", 1, 30, 80)
    assert (title.persona_name["en"], title.shop_name["zh"]) == ("Tester", "街角小店")


def test_a_broken_file_is_told_and_the_rest_works(world: Path, load: Load) -> None:
    (world / "scenarios/bad/").mkdir()
    (world / "scenarios/bad/scenario.yaml").write_text("format: 1\nname: [", "utf-8")
    (world / "personas/odd.yaml").write_text("format: 1\npersona: odd\n", "utf-8")
    library = load(world)
    assert list(library.scenarios) == ["a_mug"]
    told = {Path(problem.mark.file).parent.name + "/" + Path(problem.mark.file).name for problem in library.problems}
    assert {"bad/scenario.yaml", "personas/odd.yaml"} <= told


@pytest.mark.parametrize(("wrong", "code"), [("starts: openz", "D07"), ("starts: [opens", "Y05")])
def test_a_scenario_of_a_broken_persona_is_left_out_with_the_reason(world: Path, load: Load, wrong: str, code: str) -> None:
    path = world / "personas/tester.yaml"
    path.write_text(path.read_text("utf-8").replace("starts: opens", wrong), "utf-8")
    library = load(world)
    assert not library.scenarios
    codes = [problem.code for problem in library.problems if str(world) in problem.mark.file]
    assert codes == [code, "S05"]


@pytest.mark.parametrize(("key", "value", "meant"), [("persona", "testr", "tester"), ("shop", "cornr", "corner"), ("item", "mugs", "mug")])
def test_what_a_scenario_names_must_be_there(world: Path, load: Load, key: str, value: str, meant: str) -> None:
    path = world / "scenarios/a_mug/scenario.yaml"
    path.write_text(path.read_text("utf-8").replace(f"{key}: {meant}", f"{key}: {value}"), "utf-8")
    (problem,) = [problem for problem in load(world).problems if str(world) in problem.mark.file]
    assert problem.code == "S03"
    assert meant in problem.remedy


@pytest.mark.parametrize(
    ("more", "code", "says"),
    [
        ("lines: {opns: [x]}", "S03", "'opens'"),
        ("objectives: {must: [{id: e, ending: [bougt]}]}", "S03", "'bought'"),
    ],
)
def test_what_a_scenario_says_of_its_persona_must_fit(world: Path, load: Load, more: str, code: str, says: str) -> None:
    path = world / "scenarios/a_mug/scenario.yaml"
    path.write_text(path.read_text("utf-8") + more + "\n", "utf-8")
    (problem,) = [problem for problem in load(world).problems if str(world) in problem.mark.file]
    assert problem.code == code
    assert says in problem.remedy
    assert problem.mark.line == path.read_text("utf-8").count("\n")


def test_a_file_lies_where_its_id_says(world: Path, load: Load) -> None:
    shutil.move(world / "personas/tester.yaml", world / "personas/other.yaml")
    codes = [problem.code for problem in load(world).problems if str(world) in problem.mark.file]
    assert "L01" in codes


def test_an_id_that_is_taken_is_told(world: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    shutil.copytree(world, again)
    library = Library.load([world], more=[again], cache=tmp_path / "cache")
    assert [problem.code for problem in library.problems if str(again) in problem.mark.file] == ["L02"] * 3
    assert list(library.scenarios) == ["a_mug"]


def test_what_is_no_file_is_refused_without_opening_it(world: Path, load: Load) -> None:
    names = ["folder.yaml"]
    (world / "personas/folder.yaml").mkdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(world / "personas/pipe.yaml")
        names.append("pipe.yaml")
    found = [problem for problem in load(world).problems if str(world) in problem.mark.file]
    assert [(problem.code, Path(problem.mark.file).name) for problem in found] == [("L03", name) for name in names]


def test_a_file_is_parsed_once_for_all_runs(world: Path, load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load(world)
    monkeypatch.setattr(parsed, "parse", lambda *_: pytest.fail("parsed again"))
    second = load(world)
    assert second.titles() == first.titles()
    path = "scenarios/a_mug/scenario.yaml"
    document = second.sources("scenario")["a_mug"].document
    assert document.mark(("level",)) == first.sources("scenario")["a_mug"].document.mark(("level",))
    assert document.mark(("level",)).file.endswith(path)


@pytest.mark.parametrize("content", [b"", b"garbage", b"\xff" * 100])
def test_a_spoilt_cache_does_no_harm(world: Path, tmp_path: Path, content: bytes) -> None:
    spoilt = tmp_path / "spoilt"
    Library.load([world], cache=spoilt)
    for store in spoilt.iterdir():
        store.write_bytes(content)
    assert list(Library.load([world], cache=spoilt).scenarios) == ["a_mug"]


def test_without_a_place_for_a_cache_it_works(world: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert list(Library.load([world], cache=tmp_path / "file" / "cache").scenarios) == ["a_mug"]


def test_the_hash_changes_with_what_a_talk_depends_on(world: Path, load: Load) -> None:
    before = load(world).content_hash("a_mug")
    assert load(world).content_hash("a_mug") == before
    for name in ("personas/tester.yaml", "scenarios/shops/corner.yaml", "scenarios/a_mug/scenario.yaml"):
        path = world / name
        sound = path.read_bytes()
        path.write_bytes(sound + b"\n# changed\n")
        assert load(world).content_hash("a_mug") != before
        path.write_bytes(sound)


@pytest.mark.parametrize("more", [{}, {"scenarios": []}, {"scenarios": ["gone"]}, {"scenarios": "a_mug"}])
def test_a_header_that_names_no_known_scenario_cannot_be_taken_up(world: Path, load: Load, more: dict[str, object]) -> None:
    with pytest.raises(ResumeError):
        load(world).casts_of(SessionStarted("s1", more=more))


def test_the_programs_own_content_is_sound() -> None:
    library = Library.load()
    assert {"haggler", "silent_buyer", "review_extortionist", "first_time_shopper"} <= set(library.personas)
    assert not library.problems.errors
