"""The corpus as it is, and what its checker says about lines that are wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simulator.problems import ContentError
from simulator.vocabulary import vocabulary
from training.corpus import FAMILIES, check, digest_of, lines_of, problems_of, talks_of

ACTS = ("greet", "apologize")


def write(root: Path, *lines: object) -> None:
    folder = root / "acts"
    folder.mkdir(exist_ok=True)
    (folder / "hand1.jsonl").write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines) + "\n", "utf-8")


def line(**changed: object) -> dict[str, object]:
    return {"id": "a1", "text": "您好", "acts": ["greet"], "for": "greet", "near_miss": False, **changed}


def test_the_corpus_in_the_repository_is_valid() -> None:
    rules = {rule for talk in talks_of() for rule in talk.labels | talk.tolerates | {talk.aim}}
    check(dict(zip(FAMILIES, (vocabulary().acts, vocabulary().asks, rules), strict=True)))


def test_every_act_has_300_lines_about_it_and_every_ask_120() -> None:
    for family, known, least in (("acts", vocabulary().acts, 300), ("asks", vocabulary().asks, 120)):
        lines = lines_of("acts" if family == "acts" else "asks")
        about = {label: sum(label in line.labels or line.aim == label for line in lines) for label in known}
        assert {label: count for label, count in about.items() if count < least} == {}


def test_a_valid_file_has_no_problem(tmp_path: Path) -> None:
    write(tmp_path, line(), line(id="a2", text="您好呀", buyer="在吗"))
    assert not problems_of("acts", ACTS, tmp_path).errors


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ("{not json", "COR01"),
        (line(colour="red"), "COR02"),
        ({"id": "a1", "text": "您好"}, "COR02"),
        (line(acts=["gret"], **{"for": "greet"}), "COR03"),
        (line(acts=["greet", "apologize"]), "COR03"),
        (line(text="  您好"), "COR04"),
        (line(near_miss=True), "COR07"),
        (line(acts=["apologize"]), "COR07"),
    ],
)
def test_a_wrong_line_is_named_with_its_place(tmp_path: Path, wrong: object, code: str) -> None:
    write(tmp_path, wrong)
    (first, *_) = problems_of("acts", ACTS, tmp_path)
    assert (first.code, first.mark.file, first.mark.line) == (code, "acts/hand1.jsonl", 1)


def test_an_id_and_a_text_stand_once(tmp_path: Path) -> None:
    write(tmp_path, line(), line())
    assert [problem.code for problem in problems_of("acts", ACTS, tmp_path)] == ["COR05", "COR06"]


def test_all_problems_are_raised_together(tmp_path: Path) -> None:
    write(tmp_path, "{", line(colour="red"))
    with pytest.raises(ContentError) as caught:
        check({"acts": ACTS}, tmp_path)
    assert len(caught.value.problems) == 2


def test_the_digest_changes_with_the_corpus(tmp_path: Path) -> None:
    write(tmp_path, line())
    before = digest_of(["acts"], tmp_path)
    write(tmp_path, line(text="您好呀"))
    assert digest_of(["acts"], tmp_path) != before
