"""The lexicon: one pass over a message, entries in YAML alone, and problems at their place."""

import shutil
from pathlib import Path

import pytest

from simulator.problems import ContentError
from simulator.reading import prepare
from simulator.reading.compile import expand, required, shortest
from simulator.reading.lexicon import Words, lexicon
from simulator.reading.normal import ZH
from simulator.reading.prove import prove

ENTRY = """\
format: 1
entries:
- id: {id}
  act: greet
  patterns: ['{pattern}']
  unless: [quoted]
  examples: [{example}]
  near_misses: [{near_miss}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ZH, tmp_path / "zh")
    return tmp_path / "zh"


def write(folder: Path, *, id: str = "greet.new", pattern: str = "喵呜{you}", example: str = "喵呜您", near_miss: str = "“喵呜您”") -> None:
    (folder / "new.yaml").write_text(ENTRY.format(id=id, pattern=pattern, example=example, near_miss=near_miss), "utf-8")


def test_the_lexicon_that_ships_proves_itself() -> None:
    assert prove() == []


def test_an_entry_needs_no_python(folder: Path) -> None:
    write(folder)
    assert prove(folder) == []
    marks = prepare("喵呜您,在吗", folder=folder).matches.acts
    assert [(mark.act, mark.span, mark.source) for mark in marks] == [("greet", (0, 3), "greet.new")]
    assert not prepare("喵呜您,在吗").matches.acts


@pytest.mark.parametrize(
    ("change", "code", "line", "column"),
    [
        ({"example": "汪汪"}, "LEX07", 7, 14),
        ({"near_miss": "喵呜你"}, "LEX08", 8, 17),
        ({"pattern": "(?=喵)"}, "LEX04", 3, 3),
        ({"pattern": "喵{nobody}"}, "LEX04", 3, 3),
        ({"pattern": ".*"}, "LEX05", 3, 3),
        ({"id": "greet.plain"}, "LEX03", 3, 3),
    ],
)
def test_problems_stand_where_they_are(folder: Path, change: dict[str, str], code: str, line: int, column: int) -> None:
    write(folder, **change)
    (problem,) = prove(folder)
    assert (problem.code, problem.mark.line, problem.mark.column) == (code, line, column)
    assert problem.mark.file.endswith("new.yaml")
    assert problem.remedy


def test_an_unknown_act_is_named_with_the_nearest(folder: Path) -> None:
    write(folder)
    path = folder / "new.yaml"
    path.write_text(path.read_text("utf-8").replace("act: greet", "act: greeet"), "utf-8")
    with pytest.raises(ContentError) as error:
        lexicon(folder)
    assert "did you mean 'greet'?" in str(error.value)


def test_a_pattern_expands_lists_gaps_and_edges() -> None:
    assert expand("<加{x}…>", {"x": ["微信", "{y}"], "y": ["q"]}).count("微信|(?:q)") == 1
    assert expand("a", {}) == "(a)"


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("加微信", {frozenset({"加微信"})}),
        ("加(?:我|你)微信?", {frozenset({"加我微", "加我微信", "加你微", "加你微信"})}),
        ("加.{0,3}信", {frozenset({"加"}), frozenset({"信"})}),
        ("(?:给|替)您.*", {frozenset({"给您", "替您"})}),
        ("a?", {frozenset({"", "a"})}),
        ("您(?:好的)+哦", {frozenset({"您好的"}), frozenset({"好的哦"})}),
    ],
)
def test_words_a_pattern_requires(pattern: str, words: set[frozenset[str]]) -> None:
    from re import _parser  # type: ignore[attr-defined]

    assert set(required(_parser.parse(pattern))) == words


def test_words_that_hold_another_say_nothing_more() -> None:
    assert shortest({"加微", "加微信", ",加微", "扣扣"}) == {"加微", "扣扣"}


def test_words_are_found_alike_before_and_after_the_automaton_is_built() -> None:
    words = Words(["ab", "b", "cb"], scans=1)
    for _ in range(2):
        found = words.hits_of_each(["abb", "", "cb"])
        assert [sorted(hits) for hits in found] == [[(0, 0, 2), (1, 1, 2), (1, 2, 3)], [], [(1, 6, 7), (2, 5, 7)]]


def test_without_a_writable_cache_it_only_takes_longer(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "file"))
    write(folder)
    assert prepare("喵呜您", folder=folder).matches.acts


def test_a_damaged_cache_is_compiled_anew(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))
    write(folder)
    before = lexicon(folder)
    (kept,) = (tmp_path / "cache" / "kefu-dojo").glob("lexicon-*.marshal")
    kept.write_bytes(b"nonsense")
    lexicon.cache_clear()
    assert lexicon(folder).patterns == before.patterns
