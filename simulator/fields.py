"""The kinds of value that content files hold, and the way from a document to a checked model with every problem at its mark."""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, TypeVar, Union, cast, get_args, get_origin

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetPydanticSchema,
    Strict,
    ValidationError,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import ErrorDetails, PydanticCustomError, core_schema

from simulator.clean import clean
from simulator.cues import Cue, compile_cue
from simulator.problems import Problems, did_you_mean, nearest
from simulator.templates import stray_brace, unknown_placeholders
from simulator.vocabulary import Vocabulary
from simulator.yamlfile import Document, NodePath, Place, Plain, text_of


class Model(BaseModel):
    """A definition read from a content file: frozen, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, populate_by_name=True)


@dataclass(frozen=True, slots=True)
class Context:
    """What validators may look up: the vocabulary, and the names that this file declares, by kind (states, moods, items)."""

    words: Vocabulary
    names: Mapping[str, frozenset[str]] = field(default_factory=dict)


def wrong(code: str, message: str, remedy: str = "") -> PydanticCustomError:
    """Returns the error a validator raises for a value that cannot be used."""
    return PydanticCustomError("content", "{message}", {"code": code, "message": message, "remedy": remedy})


# Values ---------------------------------------------------------------------------------------------------------------

_DURATION = re.compile(r"(\d+(?:\.\d+)?)(s|m|h)\Z")
_UNIT_S: Final = {"s": 1, "m": 60, "h": 3600}
_ID = re.compile(r"[a-z][a-z0-9_]*\Z")
_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d\Z")


def _seconds(value: object) -> float:
    if isinstance(value, float):
        return value
    match = _DURATION.match(value) if isinstance(value, str) else None
    if match is None:
        raise wrong("D05", f"expected a duration such as 90s, 15m or 2h, found {text_of(value)}", "write the unit")
    return float(match[1]) * _UNIT_S[match[2]]


def _range(item: Callable[[object], float]) -> Callable[[object], tuple[float, float]]:
    def check(value: object) -> tuple[float, float]:
        if isinstance(value, tuple):
            return cast(tuple[float, float], value)
        ends = value.split("..") if isinstance(value, str) else [value]
        if len(ends) > 2:
            raise wrong("D05", f"expected a range such as 60..80, found {text_of(value)}")
        low, high = item(ends[0]), item(ends[-1])
        if low > high:
            raise wrong("D05", f"the range {value} runs backwards", f"write {ends[-1]}..{ends[0]}")
        return low, high

    return check


def _number(value: object) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d+(?:\.\d+)?", value.strip()):
        return float(value)
    raise wrong("D05", f"expected a number or a range such as 60..80, found {text_of(value)}")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise wrong("D03", f"expected a text, found {text_of(value)}", "put quotes around it" if value is not None else "")
    if not value.strip():
        raise wrong("D03", "the text is empty")
    return clean(value)


def _id(value: object) -> str:
    if isinstance(value, str) and _ID.match(value):
        return value
    raise wrong("D06", f"expected an id such as first_offer, found {text_of(value)}", "lower case letters, digits and _")


def _clock(value: object) -> str:
    if isinstance(value, str) and _CLOCK.match(value):
        return value
    raise wrong("D05", f'expected a time of day such as "14:00", found {text_of(value)}')


def _template(value: object) -> str:
    text = _text(value)
    for name, remedy in unknown_placeholders(text):
        raise wrong("D08", f"there is no placeholder {{{name}}}", remedy)
    if found := stray_brace(text):
        raise wrong("D08", f"a brace that is not closed, or not opened: {found!r}", "a placeholder stands in braces: {item.title}")
    return text


def _says(value: object) -> object:
    """Returns alternatives of bursts: a text is the only alternative, a text among alternatives is a burst of one."""
    alternatives = value if isinstance(value, (list, tuple)) else [value]
    return tuple(tuple(burst) if isinstance(burst, (list, tuple)) else (burst,) for burst in alternatives)


def _several(value: object) -> object:
    return tuple(value) if isinstance(value, (list, tuple)) else (value,)


def one_of(kind: str, allowed: Callable[[Context], Any]) -> AfterValidator:
    """Returns a validator that takes only the names `allowed` gives for the file at hand."""

    def check(value: str, info: ValidationInfo) -> str:
        names = allowed(cast(Context, info.context))
        if value in names:
            return value
        raise wrong("D07", f"there is no {kind} {value!r}", did_you_mean(value, names))

    return AfterValidator(check)


def declared(kind: str, names: str | None = None) -> AfterValidator:
    """Returns a validator that takes only names which this file declares as `names`."""
    return one_of(kind, lambda context: context.names.get(names or f"{kind}s", frozenset()))


@dataclass(frozen=True, slots=True)
class _Inside(Place):
    """A place inside a value whose own place is not known yet; remembers problems with the path from there."""

    found: list[dict[str, Any]] = field(default_factory=list)

    def add(self, code: str, message: str, remedy: str = "", *, key: bool = False, warning: bool = False) -> None:
        self.found.append({"path": self.path, "key": key, "code": code, "message": message, "remedy": remedy})


def _cue(value: object, info: ValidationInfo) -> Cue:
    if isinstance(value, Cue):
        return value
    context = cast(Context, info.context)
    place = _Inside(Document("", None), Problems())
    cue = compile_cue(cast(Plain, value), place, context.words, context.names.get("moods", frozenset()))
    if place.found:
        raise PydanticCustomError("cue", "a cue with problems", {"found": place.found})
    return cue


Text = Annotated[str, BeforeValidator(_text)]
Template = Annotated[str, BeforeValidator(_template)]
Id = Annotated[str, BeforeValidator(_id)]
ClockTime = Annotated[str, BeforeValidator(_clock), WithJsonSchema({"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"})]
Int = Annotated[int, Strict()]
Bool = Annotated[bool, Strict()]
Yuan = Annotated[float, Strict()]
Seconds = Annotated[float, BeforeValidator(_seconds), WithJsonSchema({"type": "string", "pattern": r"^\d+(\.\d+)?[smh]$"})]
NumberRange = Annotated[tuple[float, float], BeforeValidator(_range(_number)), WithJsonSchema({"type": ["number", "string"]})]
SecondsRange = Annotated[tuple[float, float], BeforeValidator(_range(_seconds)), WithJsonSchema({"type": "string"})]
Says = Annotated[
    tuple[tuple[Template, ...], ...],
    BeforeValidator(_says),
    WithJsonSchema({"type": ["string", "array"], "items": {"type": ["string", "array"], "items": {"type": "string"}}}),
]
"""Alternatives, each a burst of lines."""
When = Annotated[
    Cue,
    # A schema of our own, since pydantic would look into the dataclass and its functions.
    GetPydanticSchema(lambda _source, _handler: core_schema.with_info_plain_validator_function(_cue)),
    WithJsonSchema({"type": "object"}),
]


class Words(Model):
    """A text in the languages of the program; English falls back to Chinese."""

    zh: Text
    en: str = ""

    def say(self, lang: str = "zh") -> str:
        """Returns the text in `lang`."""
        return self.en if lang == "en" and self.en else self.zh


_WORDS_SCHEMA = {
    "type": ["string", "object"],
    "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
    "required": ["zh"],
    "additionalProperties": False,
}
Named = Annotated[Words, BeforeValidator(lambda value: {"zh": value} if isinstance(value, str) else value), WithJsonSchema(_WORDS_SCHEMA)]
"""Words; a plain text is the Chinese."""

Some = TypeVar("Some")
Several = Annotated[tuple[Some, ...], BeforeValidator(_several), WithJsonSchema({"type": ["string", "array"], "items": {"type": "string"}})]
"""One text or a list of them."""

Kind = TypeVar("Kind", bound=Model)


# From a document to a model -------------------------------------------------------------------------------------------


def validated(model: type[Kind], document: Document, problems: Problems, context: Context) -> Kind | None:
    """Returns the model of `document`, or None after every problem with it was put into `problems`."""
    if not isinstance(document.content, dict):
        problems.add(document.mark(), "D03", f"expected a mapping of keys and values, found {text_of(document.content)}")
        return None
    try:
        return model.model_validate(document.content, context=context)
    except ValidationError as error:
        for details in error.errors(include_url=False):
            _report(details, model, document, problems)
        return None


def _report(details: ErrorDetails, model: type[Model], document: Document, problems: Problems) -> None:
    path = tuple(details["loc"])
    ctx = details.get("ctx", {})
    kind = details["type"]
    if kind == "cue":
        for found in ctx["found"]:
            mark = document.mark(_existing((*path, *found["path"]), document), key=found["key"])
            problems.add(mark, found["code"], found["message"], found["remedy"])
    elif kind == "content":
        problems.add(document.mark(_existing(path, document)), ctx["code"], ctx["message"], ctx["remedy"])
    elif kind == "extra_forbidden":
        allowed = _keys_at(model, path[:-1])
        key = str(path[-1])
        torn = details["input"] is None and nearest(key, allowed) is None
        remedy = "a comma inside a text in {…} needs quotes around the text" if torn else did_you_mean(key, allowed)
        problems.add(document.mark(path, key=True), "D02", f"there is no key {key!r} here", remedy)
    elif kind == "missing":
        present = _present(document.content, path[:-1])
        meant = nearest(str(path[-1]), present)
        remedy = f"is {meant!r} meant to be it?" if meant and meant not in _keys_at(model, path[:-1]) else ""
        problems.add(document.mark(path[:-1]), "D01", f"the key {str(path[-1])!r} is missing", remedy)
    else:
        message, remedy = _in_words(details)
        problems.add(document.mark(_existing(path, document)), "D03", message, remedy)


_EXPECTED = {
    "string_type": "a text",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
}
_BOUNDS = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}


def _in_words(details: ErrorDetails) -> tuple[str, str]:
    """Returns message and remedy for an error of pydantic's own."""
    found, ctx = details["input"], details.get("ctx", {})
    if details["type"] in _EXPECTED:
        remedy = ""
        if isinstance(found, str) and ":" in found and "mapping" in _EXPECTED[details["type"]]:
            remedy = "a full-width colon does not separate key and value: write `: `"
        return f"expected {_EXPECTED[details['type']]}, found {text_of(found)}", remedy
    if details["type"] == "literal_error":
        return f"expected {ctx['expected']}, found {text_of(found)}", ""
    for name, words in _BOUNDS.items():
        if name in ctx:
            return f"expected a number of {words} {ctx[name]:g}, found {text_of(found)}", ""
    return f"{details['msg'][:1].lower()}{details['msg'][1:]}, found {text_of(found)}", ""


def _existing(path: NodePath, document: Document) -> NodePath:
    """Returns `path` without the steps that exist in the model only (the `when` of an objective is written without its key)."""
    kept: NodePath = ()
    for step in path:
        if (*kept, step) in document.values or step != "when":
            kept = (*kept, step)
    return kept


def _present(content: Plain, path: NodePath) -> tuple[str, ...]:
    found: Any = content
    for step in path:
        found = found[step] if isinstance(found, dict) and step in found else None
    return tuple(found) if isinstance(found, dict) else ()


def _keys_at(model: type[Model], path: NodePath) -> tuple[str, ...]:
    """Returns the keys a mapping at `path` of the model may have."""
    arms: list[Any] = [model]
    for step in path:
        arms = [inner for arm in arms for inner in _inner(arm, step)]
    fields = [arm.model_fields.items() for arm in arms if isinstance(arm, type) and issubclass(arm, Model)]
    return tuple(info.alias or name for items in fields for name, info in items)


def _inner(kind: Any, step: str | int) -> list[Any]:
    """Returns the types a value may have `step` further in, unions and annotations taken apart."""
    if isinstance(kind, type) and issubclass(kind, Model):
        for name, info in kind.model_fields.items():
            if step in (name, info.alias):
                return _arms(info.annotation)
        return []
    return [arm for inner in get_args(kind)[-1:] if inner is not Ellipsis for arm in _arms(inner)] or [
        arm for inner in get_args(kind)[:1] for arm in _arms(inner)
    ]


def _arms(kind: Any) -> list[Any]:
    origin = get_origin(kind)
    if origin is Annotated:
        return _arms(get_args(kind)[0])
    if origin in (Union, types.UnionType):
        return [arm for inner in get_args(kind) for arm in _arms(inner)]
    return [kind]
