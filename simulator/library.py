"""Finds and loads all content: in a checkout, in the installed package, and in further roots. It alone knows where content lives.

A broken file is left out and its problems are told; the rest works. Titles are to be had without building models, so that a home screen
is quick; models are built when they are first asked for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from simulator.parsed import ParsedFiles
from simulator.problems import ContentError, Mark, Problems
from simulator.yamlfile import MAX_BYTES, Document

if TYPE_CHECKING:
    from scoring.rulebook import Rulebook
    from simulator.conversation import Cast
    from simulator.events import SessionStarted
    from simulator.exam import Exam
    from simulator.machine import BuyerMachine
    from simulator.persona import Persona
    from simulator.scenario import Scenario
    from simulator.shop import Phrase, Shop

PACKAGE = Path(__file__).parent
CHECKOUT = PACKAGE.parent
RULES = CHECKOUT / "scoring" / "rules"
LEXICON = PACKAGE / "reading" / "lexicon"

_PLACES: Mapping[str, tuple[str, str]] = {
    "persona": ("personas", "*.yaml"),
    "shop": ("scenarios/shops", "*.yaml"),
    "scenario": ("scenarios", "*/scenario.yaml"),
    "exam": ("scenarios/exams", "*.yaml"),
}

PARTS = ("personas", "scenarios", "rules")
"""What a content folder holds at least one of."""

Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class Title:
    """A scenario as a list shows it: names in {zh, en}, length in minutes."""

    id: str
    name: Mapping[str, str]
    about: Mapping[str, str]
    level: int
    minutes: int
    persona: str
    persona_name: Mapping[str, str]
    shop_name: Mapping[str, str]
    pass_mark: int


@dataclass(frozen=True, slots=True)
class Source:
    """A content file that was found and parsed. `id` is what its place calls it: the file's stem, or the scenario's folder."""

    kind: str
    id: str
    path: Path
    digest: str
    document: Document


def own_roots() -> tuple[Path, ...]:
    """Returns where the program's own content lies: in the package of a wheel, else in the checkout."""
    packed = PACKAGE / "content"
    return (packed,) if packed.is_dir() else (CHECKOUT,)


def cache_folder() -> Path | None:
    """Returns the folder of this user's caches, None where there is no home."""
    import platformdirs

    try:
        return Path(platformdirs.user_cache_dir("kefu-dojo", appauthor=False))
    except (RuntimeError, OSError, KeyError):
        return None


@dataclass(eq=False)
class Library:
    """All content of some roots. What stands in a root hides nothing of the roots before it: an id that is taken is a problem."""

    roots: tuple[Path, ...]
    cache: Path | None
    """Where parsed files are kept, None: nowhere."""
    files: list[Path] = field(default_factory=list)
    """The files that were looked at, rules aside, those with problems too."""
    _found: Problems = field(default_factory=Problems)
    _sources: dict[str, dict[str, Source]] = field(default_factory=dict)
    _unreadable: dict[str, set[str]] = field(default_factory=dict)
    """By kind, the ids of files that could not be parsed."""
    _machines: dict[str, BuyerMachine] = field(default_factory=dict)

    @classmethod
    def load(cls, roots: Iterable[Path] | None = None, *, more: Iterable[Path] = (), cache: Path | None = None) -> Library:
        """Returns the library of `roots` (the program's own where None) and of `more`; parsed files are kept in the folder `cache`."""
        library = cls((*(own_roots() if roots is None else roots), *more), cache or cache_folder())
        stores = {root: library._parsed("content", [root]) for root in library.roots}
        library._find(stores)
        for store in stores.values():
            store.save()
        return library

    def _parsed(self, name: str, roots: Sequence[Path]) -> ParsedFiles:
        """Returns the store of parsed files of one sort; those of other roots have stores of their own."""
        key = hashlib.sha256("\0".join(map(str, roots)).encode()).hexdigest()[:8]
        return ParsedFiles(self.cache / f"{name}-{key}.marshal" if self.cache else None)

    # What there is ------------------------------------------------------------------------------------------------------

    def sources(self, kind: str) -> Mapping[str, Source]:
        """Returns the files of a kind (persona, shop, scenario, exam) that could be parsed, by id."""
        return self._sources[kind]

    @cached_property
    def personas(self) -> Mapping[str, Persona]:
        from simulator.persona import read_persona

        return self._models("persona", read_persona)

    @cached_property
    def shops(self) -> Mapping[str, Shop]:
        from simulator.shop import read_shop

        return self._models("shop", read_shop)

    @cached_property
    def scenarios(self) -> Mapping[str, Scenario]:
        """The scenarios that can be played: right themselves, with a right persona, shop and item."""
        from simulator.scenario import read_scenario, references

        read = self._models("scenario", read_scenario)
        named = {kind: {*self._sources[kind], *self._unreadable[kind]} for kind in ("shop", "persona")}
        return {
            name: scenario
            for name, scenario in read.items()
            if references(scenario, self.shops, self.personas, self._sources["scenario"][name].document, self._found, named)
        }

    @cached_property
    def exams(self) -> Mapping[str, Exam]:
        from simulator.exam import exam_references, read_exam

        read = self._models("exam", read_exam)
        sources = self._sources["exam"]
        return {name: exam for name, exam in read.items() if exam_references(exam, self.scenarios, sources[name].document, self._found)}

    @property
    def phrases(self) -> Mapping[str, tuple[Phrase, ...]]:
        """The quick phrases by shop."""
        return {name: shop.phrases for name, shop in self.shops.items()}

    @property
    def rulebook(self) -> Rulebook:
        return self._rules[0]

    @property
    def rule_problems(self) -> Problems:
        """What is wrong with rules, which had to be left out."""
        return self._rules[1]

    @cached_property
    def _rules(self) -> tuple[Rulebook, Problems]:
        from scoring.rulebook import load_rulebook

        more = [root for root in self.roots if root not in own_roots() and (root / "rules").is_dir()]
        parsed = self._parsed("rules", more)
        rulebook, problems = load_rulebook(self._rule_files(more), parsed.parse)
        self._found.extend(problems)
        parsed.save()
        return rulebook, problems

    @property
    def problems(self) -> Problems:
        """All problems of all files; everything is loaded to know them."""
        for kind in ("personas", "shops", "scenarios", "exams", "rulebook"):
            getattr(self, kind)
        return self._found

    # Titles -------------------------------------------------------------------------------------------------------------

    def titles(self) -> tuple[Title, ...]:
        """Returns the scenarios as a list shows them, easy ones first. A file that is broken deep inside still has its title here."""
        found = [self._title(source) for source in self._sources["scenario"].values()]
        return tuple(sorted(found, key=lambda title: (title.level, title.id)))

    def _title(self, source: Source) -> Title:
        content = _mapping(source.document.content)
        persona, shop = str(content.get("persona", "")), str(content.get("shop", ""))
        rubric, level = _mapping(content.get("rubric")), content.get("level")
        return Title(
            id=source.id,
            name=_words(content.get("name"), source.id),
            about=_words(content.get("about")),
            level=level if isinstance(level, int) else 1,
            minutes=_minutes(_mapping(content.get("time")).get("limit")),
            persona=persona,
            persona_name=self._name("persona", persona),
            shop_name=self._name("shop", shop),
            pass_mark=rubric["pass"] if isinstance(rubric.get("pass"), int) else 80,
        )

    def _name(self, kind: str, name: str) -> Mapping[str, str]:
        source = self._sources[kind].get(name)
        return _words(_mapping(source.document.content).get("name"), name) if source else {"zh": name}

    # For playing ----------------------------------------------------------------------------------------------------------

    def cast(self, scenario: str, arrives: float = 0.0) -> Cast:
        """Returns what a conversation of this scenario is played with. Raises KeyError."""
        from simulator.conversation import Cast

        found = self.scenarios[scenario]
        return Cast(found, self.shops[found.shop], self.machine(found.persona), arrives)

    def machine(self, persona: str) -> BuyerMachine:
        """Returns the one machine that all conversations with this persona share. Raises KeyError."""
        from simulator.machine import BuyerMachine

        if persona not in self._machines:
            self._machines[persona] = BuyerMachine(self.personas[persona])
        return self._machines[persona]

    def casts_of(self, header: SessionStarted) -> Sequence[Cast]:
        """Returns what the sitting of this header is played with. Raises ResumeError where content is gone or not what it was."""
        from simulator.session import ResumeError

        names = header.more.get("scenarios")
        if not isinstance(names, list) or not names:
            raise ResumeError("the journal names no scenarios: it was not written by this program")
        missing = [name for name in names if name not in self.scenarios]
        if missing:
            raise ResumeError(f"there is no scenario {missing[0]!r} any more")
        arrives = header.more.get("arrives") or [0.0] * len(names)
        return [self.cast(name, at) for name, at in zip(names, arrives, strict=False)]

    def content_hash(self, scenario: str) -> str:
        """Returns what identifies all that a talk of this scenario depends on: its files, the rules, the lexicon. Raises KeyError."""
        found = self.scenarios[scenario]
        own = [("scenario", scenario), ("shop", found.shop), ("persona", found.persona)]
        digests = [self._sources[kind][name].digest for kind, name in own]
        return hashlib.sha256("".join([*digests, self._common_digest]).encode()).hexdigest()[:16]

    @cached_property
    def _common_digest(self) -> str:
        digest = hashlib.sha256()
        for path in sorted([*RULES.rglob("*.yaml"), *LEXICON.rglob("*.yaml")]):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
        return digest.hexdigest()

    # Files ----------------------------------------------------------------------------------------------------------------

    def _find(self, stores: Mapping[Path, ParsedFiles]) -> None:
        for kind, (folder, pattern) in _PLACES.items():
            found, unreadable = self._sources.setdefault(kind, {}), self._unreadable.setdefault(kind, set())
            for root in self.roots:
                for path in sorted((root / folder).glob(pattern)):
                    self.files.append(path)
                    source = self._source(kind, path, root, stores[root])
                    if source is None:
                        unreadable.add(_own_id(kind, path))
                    elif source.id in found:
                        mark = source.document.mark((kind,))
                        self._found.add(mark, "L02", f"{kind} {source.id!r} is already in {found[source.id].path}", "give it another id")
                    else:
                        found[source.id] = source

    def _source(self, kind: str, path: Path, root: Path, parsed: ParsedFiles) -> Source | None:
        """Returns the parsed file, or None after its problems were noted."""
        name = str(path.relative_to(root)) if root in own_roots() else str(path)
        own_id = _own_id(kind, path)
        if not path.is_file():
            self._found.add(Mark(name), "L03", "not a file")
            return None
        try:
            with path.open("rb") as file:
                raw = file.read(MAX_BYTES + 1)
            document = parsed.parse(raw, name)
        except OSError as error:
            self._found.add(Mark(name), "Y01", f"cannot be read: {error.strerror or error}")
            return None
        except ContentError as error:
            self._found.extend(error.problems)
            return None
        stated = _mapping(document.content).get(kind)
        if isinstance(stated, str) and stated != own_id:
            place = "folder" if kind == "scenario" else "file"
            remedy = f"call the {place} {stated!r}, or the {kind} {own_id!r}"
            self._found.add(document.mark((kind,)), "L01", f"the {kind} {stated!r} lies in a {place} called {own_id!r}", remedy)
        return Source(kind, own_id, path, hashlib.sha256(raw).hexdigest(), document)

    def _models(self, kind: str, read: Callable[..., Kind | None]) -> dict[str, Kind]:
        from simulator.vocabulary import vocabulary

        models = ((name, read(source.document, vocabulary(), self._found)) for name, source in self._sources[kind].items())
        return {name: model for name, model in models if model is not None}

    def _rule_files(self, more: Sequence[Path]) -> dict[str, bytes]:
        """Returns the rule files by the name problems call them: the program's own, and those in `rules/` of further roots."""
        files = {f"scoring/rules/{path.relative_to(RULES)}": path for path in RULES.glob("*/*.yaml")}
        for root in more:
            files |= {str(path): path for path in (root / "rules").rglob("*.yaml")}
        return dict(self._read_files(files))

    def _read_files(self, files: Mapping[str, Path]) -> Iterator[tuple[str, bytes]]:
        for name, path in sorted(files.items()):
            try:
                yield name, path.read_bytes()
            except OSError as error:
                self._found.add(Mark(name), "Y01", f"cannot be read: {error.strerror or error}")


def _own_id(kind: str, path: Path) -> str:
    """Returns the id that a file has by its place."""
    return path.parent.name if kind == "scenario" else path.stem


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _words(value: Any, fallback: str = "") -> Mapping[str, str]:
    if isinstance(value, str):
        return {"zh": value}
    return {lang: text for lang, text in _mapping(value).items() if isinstance(text, str)} or {"zh": fallback}


def _minutes(limit: Any) -> int:
    """Returns a duration such as 15m in whole minutes; 15 where it cannot be read."""
    unit = {"s": 1 / 60, "m": 1, "h": 60}.get(limit[-1:]) if isinstance(limit, str) else None
    try:
        return max(1, round(float(limit[:-1]) * unit)) if unit else 15
    except ValueError:
        return 15
