"""The kinds of content: the model of each, its JSON Schema, and a valid file to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from simulator.exam import Exam
from simulator.fields import Model
from simulator.persona import Persona
from simulator.scenario import Scenario
from simulator.shop import Shop

KINDS = ("persona", "scenario", "rule", "shop", "exam")

_STARTERS = Path(__file__).parent / "starters"


def model_of(kind: str) -> type[Model]:
    """Returns the model that files of `kind` must fit; for rules that of the kind `said`."""
    if kind == "rule":
        from scoring.kinds.said import Keys

        return Keys
    models: dict[str, type[Model]] = {"persona": Persona, "scenario": Scenario, "shop": Shop, "exam": Exam}
    return models[kind]


def schema(kind: str) -> dict[str, Any]:
    """Returns the JSON Schema of `kind`, for editors that complete and check YAML."""
    found = model_of(kind).model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"Kefu Dojo {kind}", **found}


def starter(kind: str, name: str) -> str:
    """Returns a file of `kind` with the id `name` that `kefu check` accepts and that an author can grow."""
    return (_STARTERS / f"{kind}.yaml").read_text(encoding="utf-8").replace("NEW_ID", name)


def place_of(kind: str, name: str) -> Path:
    """Returns where such a file belongs, from the root of a content folder."""
    return {
        "persona": Path("personas", f"{name}.yaml"),
        "scenario": Path("scenarios", name, "scenario.yaml"),
        "shop": Path("scenarios", "shops", f"{name}.yaml"),
        "exam": Path("scenarios", "exams", f"{name}.yaml"),
        "rule": Path("rules", f"{name}.yaml"),
    }[kind]
