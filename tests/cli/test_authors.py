"""What authors get: files to start from that are right, schemas, drawings, a check that says everything at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


@pytest.mark.parametrize("kind", ["persona", "shop", "scenario", "exam", "rule"])
def test_a_new_file_is_right_as_it_is(run: Run, tmp_path: Path, kind: str) -> None:
    assert run("new", kind, "my_own", "--in", tmp_path).exit_code == 0
    (made,) = tmp_path.rglob("*.yaml")
    result = run("check", made, "--json")
    found = [json.loads(line) for line in result.stdout.splitlines()]
    # A new scenario cannot bring transcripts: the check asks for them until the author has recorded them.
    assert [problem for problem in found if problem["severity"] == "error" and problem["code"] != "S11"] == []


def test_new_never_writes_over_a_file(run: Run, tmp_path: Path) -> None:
    run("new", "persona", "my_own", "--in", tmp_path)
    path = tmp_path / "personas" / "my_own.yaml"
    path.write_text("mine", encoding="utf-8")
    assert run("new", "persona", "my_own", "--in", tmp_path).exit_code == 2
    assert path.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("kind", ["persona", "shop", "scenario", "exam", "rule"])
def test_schemas_are_json(run: Run, kind: str) -> None:
    assert json.loads(run("schema", kind).stdout)["properties"]["format"]


def test_a_graph_shows_every_state_and_ending(run: Run) -> None:
    from simulator.grading import open_library

    persona = open_library().personas["haggler"]
    for style in ("mermaid", "dot"):
        text = run("graph", "haggler", "--format", style).stdout
        assert all(name in text for name in (*persona.states, *persona.endings))


def test_coverage_paints_the_states_a_talk_went_through(run: Run, good: Path, tmp_path: Path) -> None:
    run("play", "haggler_last_piece", "--replies", good, "--out", tmp_path / "t.jsonl")
    assert "class opens covered" in run("graph", "haggler", "--coverage", tmp_path / "t.jsonl").stdout


def test_a_broken_file_is_reported_whole_and_leaves_the_rest_usable(
    run: Run, good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("new", "persona", "my_own", "--in", tmp_path)
    path = tmp_path / "personas" / "my_own.yaml"
    text = path.read_text(encoding="utf-8").replace("starts: asks", "starts: ask").replace("act: confirm_stock", "act: confirm_stok")
    path.write_text(text.replace("at_most: 2", "at_mots: 2"), encoding="utf-8")
    result = run("check", path)
    assert result.exit_code == 1
    for remedy in ("'asks'", "'confirm_stock'", "'at_most'"):
        assert remedy in result.stdout
    assert f"{path}:" in result.stdout
    github = run("check", path, "--format", "github").stdout
    assert all(line.startswith("::") for line in github.splitlines())
    monkeypatch.setenv("KEFU_CONTENT", str(tmp_path))
    assert run("play", "haggler_last_piece", "--replies", good, "--json").exit_code == 0


def test_all_content_of_ours_is_right(run: Run) -> None:
    result = run("check")
    assert result.exit_code == 0, result.stdout
