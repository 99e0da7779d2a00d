"""From the events of the YAML parser to a document: strict scalars, marks of every node, a stack of our own that no file can exhaust."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import yaml

from simulator.problems import Mark, Problems
from simulator.yamlfile import Document, NodePath, Plain

MAX_DEPTH = 50
MAX_NODES = 100_000

_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z")
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+(?:[eE][-+]?[0-9]+)?\Z")
_NOT_FINITE = re.compile(r"(?:[-+]?\.inf|\.nan)\Z", re.IGNORECASE)
_WORDS: Mapping[str, bool | None] = {"": None, "~": None, "null": None, "Null": None, "NULL": None} | {
    word: word.lower() == "true" for word in ("true", "True", "TRUE", "false", "False", "FALSE")
}
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

_WIDE_KEY = re.compile(r"\s*(?:- )*[a-z_][a-z0-9_]*：")
_REMEDIES = (
    (r"'\t'", "indent with spaces, not with tabs"),
    ("mapping values are not allowed", "a colon inside a text needs quotes around the text"),
    ("cannot start any token", "put quotes around a text that begins with a sign"),
    ("unexpected end of stream", "a quote is opened and not closed"),
    ("but got '?'", "a text with a question mark inside [ ] needs quotes"),
    ("expected ',' or", "a bracket is not closed, a comma is missing, or a text with brackets needs quotes"),
    ("could not find expected ':'", "a key needs a colon and a space after it"),
    ("expected <block end>", "the indentation differs from that of the lines above"),
    ("escape", "inside double quotes a backslash starts an escape; use single quotes"),
)


@dataclass(slots=True)
class _Open:
    """A mapping or list still being filled. In a mapping `key` is the key whose value comes next."""

    content: dict[str, Plain] | list[Plain]
    path: NodePath
    key: str | None = None
    skip: bool = False
    """The next value belongs to a key that was refused."""


class Tree:
    """Builds one document from parser events."""

    def __init__(self, file: str, problems: Problems) -> None:
        self.file, self.problems = file, problems
        self.values: dict[NodePath, Mark] = {}
        self.keys: dict[NodePath, Mark] = {}
        self.stack: list[_Open] = []
        self.nodes = 0
        self.documents = 0
        self.top: Plain = None

    def build(self, text: str) -> Document:
        try:
            for event in self._events(text):
                if not self._take(event):
                    break
        except yaml.MarkedYAMLError as error:
            self._syntax(error, text)
        except (yaml.YAMLError, ValueError, RecursionError, IndexError, KeyError, AttributeError, TypeError) as error:
            self.problems.add(Mark(self.file), "Y05", f"not YAML: {error}")
        if not self.documents and not len(self.problems):
            self.problems.add(Mark(self.file), "Y06", "the file is empty")
        return Document(self.file, self.top, self.values, self.keys)

    def _events(self, text: str) -> Iterator[yaml.Event]:
        yield from yaml.parse(text, Loader=yaml.SafeLoader)

    def _take(self, event: yaml.Event) -> bool:
        """Takes one event; returns False when going on makes no sense."""
        start = event.start_mark
        mark = Mark(self.file, start.line + 1, start.column + 1) if start else Mark(self.file)
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self.problems.add(mark, "Y07", "a second document in the file", "one file, one document: delete the `---`")
                return False
        elif isinstance(event, yaml.NodeEvent):
            return self._node(event, mark)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.stack.pop()
        return True

    def _node(self, event: yaml.NodeEvent, mark: Mark) -> bool:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self.problems.add(mark, "Y08", f"more than {MAX_NODES:,} nodes", "split the file")
            return False
        tag = getattr(event, "tag", None)
        if tag:
            self.problems.add(mark, "Y09", f"the tag {tag} is not allowed", "delete it; quote a text that begins with `!`")
        if event.anchor is not None:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            found = f"{sign}{event.anchor}: anchors and aliases are not allowed"
            self.problems.add(mark, "Y10", found, "write the content out, or quote the text")
        if self._expects_key():
            return self._key(event, mark)
        if isinstance(event, yaml.AliasEvent):
            self._place(None, mark)
        elif isinstance(event, yaml.ScalarEvent):
            self._place(self._scalar(event, mark), mark)
        else:
            if len(self.stack) >= MAX_DEPTH:
                self.problems.add(mark, "Y11", f"nested deeper than {MAX_DEPTH}", "a bracket too many?")
                return False
            content: dict[str, Plain] | list[Plain] = {} if isinstance(event, yaml.MappingStartEvent) else []
            path = self._place(content, mark)
            self.stack.append(_Open(content, path))
        return True

    def _expects_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1].content, dict) and self.stack[-1].key is None

    def _key(self, event: yaml.NodeEvent, mark: Mark) -> bool:
        if not isinstance(event, yaml.ScalarEvent):
            self.problems.add(mark, "Y12", "a key must be a plain word", "a text that begins with `{` or `[` needs quotes")
            return False
        around, key = self.stack[-1], str(event.value)
        path = (*around.path, key)
        around.key = key
        around.skip = key in around.content
        if around.skip:
            self.problems.add(mark, "Y13", f"the key {key!r} stands twice", f"it is already in line {self.keys[path].line}")
        elif key == "<<" and event.implicit[0]:
            self.problems.add(mark, "Y10", "merge keys are not allowed", "write the content out")
        else:
            self._check_controls(key, mark)
            self.keys[path] = mark
        return True

    def _place(self, value: Plain, mark: Mark) -> NodePath:
        """Puts `value` where it belongs and returns its path."""
        if not self.stack:
            self.top = value
            self.values[()] = mark
            return ()
        around = self.stack[-1]
        if isinstance(around.content, list):
            path: NodePath = (*around.path, len(around.content))
            around.content.append(value)
        else:
            key = around.key or ""
            path = (*around.path, key)
            around.key = None
            if around.skip:
                return path
            around.content[key] = value
        self.values[path] = mark
        return path

    def _scalar(self, event: yaml.ScalarEvent, mark: Mark) -> Plain:
        text: str = event.value
        if not event.implicit[0]:
            self._check_controls(text, mark)
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _INTEGER.match(text):
            if len(text) <= 16:
                return int(text)
            self.problems.add(mark, "Y14", "a number with more than 15 digits", "put quotes around it to make it a text")
        elif _DECIMAL.match(text):
            number = float(text)
            if math.isfinite(number):
                return number
            self.problems.add(mark, "Y14", f"{text} is not a number to reckon with")
        elif _NOT_FINITE.match(text):
            self.problems.add(mark, "Y14", f"{text} is not a number to reckon with")
        return text

    def _check_controls(self, text: str, mark: Mark) -> None:
        found = _CONTROL.search(text)
        if found:
            remedy = "a backslash in double quotes is an escape: use single quotes"
            self.problems.add(mark, "Y15", f"the text holds the control character U+{ord(found[0]):04X}", remedy)

    def _syntax(self, error: yaml.MarkedYAMLError, text: str) -> None:
        where = error.problem_mark or error.context_mark
        mark = Mark(self.file, where.line + 1, where.column + 1) if where else Mark(self.file)
        said = " ".join(filter(None, (error.context, error.problem)))
        if where and (colon := self._full_width_colon(text.split("\n")[: where.line + 1])):
            self.problems.add(colon, "Y05", "not YAML: a full-width colon after a key", "write `: `")
            return
        remedy = next((remedy for sign, remedy in _REMEDIES if sign in said), "")
        if error.context_mark and error.context_mark.line + 1 != mark.line:
            said += f" (it began in line {error.context_mark.line + 1})"
        self.problems.add(mark, "Y05", f"not YAML: {said}", remedy)

    def _full_width_colon(self, lines: Sequence[str]) -> Mark | None:
        """Returns where a key ends in a full-width colon, in the last line or the one with anything in it above: YAML trips after it."""
        told = [(number, line) for number, line in enumerate(lines, start=1) if line.strip()][-2:]
        found = [(number, match) for number, line in told if (match := _WIDE_KEY.match(line))]
        return Mark(self.file, found[0][0], found[0][1].end()) if found else None
