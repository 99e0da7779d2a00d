"""Strict YAML: what scalars are, what is refused, where it says so, and that nothing but ContentError ever comes out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator import yamltree
from simulator.problems import ContentError, Problem
from simulator.yamlfile import MAX_BYTES, Document, load, parse

SCALARS = [
    ("yes", "yes"),
    ("no", "no"),
    ("on", "on"),
    ("off", "off"),
    ("NO", "NO"),
    ("true", True),
    ("False", False),
    ("~", None),
    ("", None),
    ("null", None),
    ("'null'", "null"),
    ("14:00", "14:00"),
    ("1:30:00", "1:30:00"),
    ("1_000", "1_000"),
    ("01234", "01234"),
    ("0x1F", "0x1F"),
    ("12", 12),
    ("+5", 5),
    ("-15", -15),
    ("1.5", 1.5),
    ("1e3", "1e3"),
    ("1.5e3", 1500.0),
    ("2024-13-45", "2024-13-45"),
    ("'12'", "12"),
    ("60..80", "60..80"),
    ("=", "="),
    ("亲,在的", "亲,在的"),
]


@pytest.mark.parametrize(("written", "value"), SCALARS)
def test_scalars_are_what_they_look_like(written: str, value: object) -> None:
    found = parse(f"a: {written}\n").content
    assert isinstance(found, dict)
    assert found["a"] == value
    assert type(found["a"]) is type(value)


def test_keys_are_always_text() -> None:
    assert parse("on: 1\nyes: 2\n3: 4\ntrue: 5\n~: 6\n").content == {"on": 1, "yes": 2, "3": 4, "true": 5, "~": 6}


def test_every_node_has_its_mark() -> None:
    document = parse("states:\n  opens:\n    says: [在吗, 你好]\n", "p.yaml")
    assert (document.mark(("states", "opens", "says", 1)).line, document.mark(("states", "opens", "says", 1)).column) == (3, 16)
    assert document.mark(("states", "opens"), key=True).column == 3
    assert document.mark(("states", "opens", "nothing", 7)).line == 3


BROKEN = [
    ("", "Y06", 1, "empty"),
    ("# nothing\n", "Y06", 1, "empty"),
    ("a: 1\nb: 2\na: 3\n", "Y13", 3, "twice"),
    ("a: {b: 1, b: 2}\n", "Y13", 1, "'b' stands twice"),
    ("a: &x 1\n", "Y10", 1, "&x"),
    ("a: 1\nb: *x\n", "Y10", 2, "*x"),
    ("a: !!int 3\n", "Y09", 1, "tag"),
    ("a: 1\nb: !!python/object/apply:os.system [x]\n", "Y09", 2, "tag"),
    ("a: !custom x\n", "Y09", 1, "tag"),
    ("a: !!timestamp x\n", "Y09", 1, "tag"),
    ("<<: {a: 1}\n", "Y10", 1, "merge"),
    ("a: [1, 2\n", "Y05", 2, "bracket"),
    ("a: {b: 1\n", "Y05", 2, "bracket"),
    ("a: 1\n\tb: 2\n", "Y05", 2, "tabs"),
    ("a: b: c\n", "Y05", 1, "colon"),
    ("a: 'x\nb: 1\n", "Y05", 3, "quote"),
    ('a: "x\n', "Y05", 2, "quote"),
    ("a:\n  b: 1\n c: 2\n", "Y05", 3, "indentation"),
    ("- a\nb: c\n", "Y05", 2, "indentation"),
    ("a: 1\nb\nc: 2\n", "Y05", 3, "colon"),
    ("a: @x\n", "Y05", 1, "quotes"),
    ("a: `x`\n", "Y05", 1, "quotes"),
    ("a: %x\n", "Y05", 1, "quotes"),
    ("a: [在吗?, x]\n", "Y05", 1, "question mark"),
    ('a: "\\q"\n', "Y05", 1, "single quotes"),
    ('a: "\\b"\n', "Y15", 1, "U+0008"),
    ('a: 1\nb: "\\e]52;c;x"\n', "Y15", 2, "U+001B"),
    ('a: "\\x9b31m"\n', "Y15", 1, "U+009B"),
    ('a: "\\ud800"\n', "Y15", 1, "U+D800"),
    ('"\\0": 1\n', "Y15", 1, "U+0000"),
    ("a: .nan\n", "Y14", 1, ".nan"),
    ("a: -.inf\n", "Y14", 1, "-.inf"),
    (f"a: 1\nb: {'9' * 5000}\n", "Y14", 2, "15 digits"),
    ("a: 1.5e999\n", "Y14", 1, "1.5e999"),
    ("a: 1\n---\nb: 2\n", "Y07", 2, "second document"),
    ("a: 1\n...\nb: 2\n", "Y05", 3, "document"),
    ("%YAML 9.9\n---\na: 1\n", "Y05", 1, "incompatible"),
    ("{[a]: 1}\n", "Y12", 1, "key"),
    ("? {a: 1}\n: 2\n", "Y12", 1, "key"),
    ("[" * 60, "Y11", 1, "deeper"),
    ("{a: " * 60, "Y11", 1, "deeper"),
    ("a: 1\nname: Anna\x85pass: 0\n", "Y04", 2, "U+0085"),
    ("a: 1\nb: x\u2028c: 1\n", "Y04", 2, "U+2028"),
    ("a: \x00\n", "Y04", 1, "U+0000"),
    ("a: x\rb: 1\n", "Y04", 1, "U+000D"),
    ("a: |\n  x\n b\n", "Y05", 3, ""),
    ("a: [x, , y]\n", "Y05", 1, ""),
    ("a: ]\n", "Y05", 1, ""),
    ("key: [a]]\n", "Y05", 1, ""),
    ("a: *\n", "Y05", 1, ""),
]


def _problems(source: str | bytes) -> tuple[Problem, ...]:
    with pytest.raises(ContentError) as caught:
        parse(source, "broken.yaml")
    return caught.value.problems


@pytest.mark.parametrize(("source", "code", "line", "said"), BROKEN)
def test_what_is_broken_is_said_with_its_line(source: str, code: str, line: int, said: str) -> None:
    problem = next(problem for problem in _problems(source) if problem.code == code)
    assert problem.mark.line == line
    assert said in f"{problem.message} {problem.remedy}"


@pytest.mark.parametrize(
    ("raw", "line", "column"), [(b"a: 1\nb: \xff\n", 2, 4), ("a: 好\n".encode() + b"\xed\xa0\x80", 2, 1), (b"\x80", 1, 1)]
)
def test_invalid_utf8_is_said_with_its_place(raw: bytes, line: int, column: int) -> None:
    (problem,) = _problems(raw)
    assert (problem.code, problem.mark.line, problem.mark.column) == ("Y03", line, column)


def test_all_faults_are_told_at_once() -> None:
    codes = [problem.code for problem in _problems("a: &x 1\na: 2\nb: .nan\nc: !!str x\n")]
    assert codes == ["Y10", "Y13", "Y14", "Y09"]


def test_too_large_a_file_is_refused_unread() -> None:
    assert [problem.code for problem in _problems("a" * (MAX_BYTES + 1))] == ["Y02"]


def test_too_many_nodes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yamltree, "MAX_NODES", 100)
    assert _problems(f"[{'x,' * 101}]")[0].code == "Y08"


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert parse(b"\xef\xbb\xbfa: 1\n").content == {"a": 1}


def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        load(tmp_path / "absent.yaml")
    assert caught.value.problems[0].code == "Y01"


_PIECES = st.sampled_from(
    [
        "a",
        "b: ",
        "- ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        "\n",
        "  ",
        "\t",
        "'",
        '"',
        "#",
        "&x ",
        "*x",
        "!!t ",
        "|",
        ">",
        "? ",
        ": ",
        "\x85",
        "---\n",
        "%",
        "\\",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=25).map("".join), st.binary(max_size=60)))
def test_nothing_but_a_document_or_a_content_error_comes_out(source: str | bytes) -> None:
    problems: tuple[Problem, ...] = ()
    found = None
    try:
        found = parse(source)
    except ContentError as error:
        problems = error.problems
    assert isinstance(found, Document) != bool(problems)
    assert all(problem.mark.line >= 1 and problem.mark.column >= 1 for problem in problems)
