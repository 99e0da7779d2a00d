"""A YAML file with the place of every node, for the lexicon. Imported only when the lexicon is compiled or checked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from simulator.problems import Mark, Problems

Key = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """What a file says and where: `mark(("entries", 3, "act"))` is the place of that node."""

    value: dict[str, Any]
    places: dict[Key, Mark]
    file: str

    def mark(self, path: Key) -> Mark:
        """Returns the place of the node at `path`, or of the nearest node above it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Mark(self.file))


def load(path: Path, problems: Problems) -> Source | None:
    """Returns the file read, or None with a problem added. Every scalar but true numbers of `format` and `sure` stays text."""
    try:
        node = yaml.compose(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError) as error:
        problems.add(Mark(str(path)), "LEX00", f"cannot be read: {error}", "check that the file is there and is UTF-8")
        return None
    except yaml.MarkedYAMLError as error:
        at = error.problem_mark
        problems.add(Mark(str(path), at.line + 1 if at else 1, at.column + 1 if at else 1), "LEX00", f"is no YAML: {error.problem}")
        return None
    places: dict[Key, Mark] = {}
    value = _value(node, (), places, str(path), problems)
    if not isinstance(value, dict):
        problems.add(Mark(str(path)), "LEX00", "must be a mapping", "start with `format: 1`")
        return None
    return Source(value, places, str(path))


def _value(node: Any, path: Key, places: dict[Key, Mark], file: str, problems: Problems) -> Any:
    mark = places[path] = Mark(file, node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, (*path, at), places, file, problems) for at, child in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, child in node.value:
            if key.value in found:
                problems.add(Mark(file, key.start_mark.line + 1, key.start_mark.column + 1), "LEX00", f"key {key.value!r} is there twice")
            found[key.value] = _value(child, (*path, key.value), places, file, problems)
        return found
    return node.value if isinstance(node, yaml.ScalarNode) else str(mark)
