"""The weights in the repository come from the corpus in the repository."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from simulator.reading.model import WEIGHTS, model
from simulator.reading.network import MEMBERS
from simulator.vocabulary import vocabulary
from training.corpus import NOT_FOR_ACTS, digest_of
from training.own_examples import digest_of_examples, rule_files

RECORD = json.loads((Path(WEIGHTS) / "trained.json").read_text("utf-8"))


@pytest.mark.parametrize("family", ["acts", "asks"])
def test_nobody_forgot_to_train_after_changing_the_corpus(family: str) -> None:
    assert RECORD[family]["corpus"] == digest_of(RECORD[family]["sources"], without=NOT_FOR_ACTS), "run: python -m training.train"


def test_nobody_forgot_to_train_after_changing_a_talk_or_an_example_of_a_rule() -> None:
    now = {"corpus": digest_of(["acts", "compliance"]), "own_examples": digest_of_examples(rule_files())}
    networks = (f"network{number}" for number in MEMBERS)
    for step in ("linear", *networks, "confidences"):
        assert RECORD["rules"]["learnt"][step] == now, f"run: python -m training.rules (step {step})"


@pytest.mark.parametrize("family", ["acts", "asks", "rules"])
def test_the_record_is_of_the_weights_that_ship(family: str) -> None:
    assert RECORD[family]["weights"] == {
        name: hashlib.sha256((Path(WEIGHTS) / name).read_bytes()).hexdigest() for name in RECORD[family]["weights"]
    }


def test_the_models_know_the_whole_vocabulary() -> None:
    acts, asks = model("acts"), model("asks")
    assert acts is not None
    assert asks is not None
    assert set(acts.labels) == set(vocabulary().acts)
    assert set(asks.labels) == set(vocabulary().asks)
