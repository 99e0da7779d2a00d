"""A persona as a graph: states, endings and every way between them, and its drawing as Mermaid or DOT."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from simulator.persona import Persona


@dataclass(frozen=True, slots=True)
class Way:
    """One way from a state to a state or ending. `kind`: move, silence, decision or fallback; `name` is its full id where it has one."""

    start: str
    end: str
    kind: str
    label: str
    name: str = ""


def ways(persona: Persona) -> Iterator[Way]:
    """Yields every way that leads out of a state, in the order of the file."""
    for start, state in persona.states.items():
        for move in persona.moves_of(start):
            if move.to is not None and move.to != start:
                yield Way(start, move.to, "move", move.id, persona.full_id(start, move))
        for silence in state.silence:
            if silence.to is not None:
                yield Way(start, silence.to, "silence", f"{silence.after:g}s")
        for decision in state.decides:
            yield Way(start, decision.to, "decision", "" if decision.when is None else "mood")
        for fallback, label in ((state.unanswered, "unanswered"), (persona.confused, "confused")):
            if fallback is not None and fallback.then is not None and (state.moves or fallback is state.unanswered):
                yield Way(start, fallback.then, "fallback", label)


def mermaid(persona: Persona, lang: str, visited: Collection[str] = ()) -> str:
    """Returns the graph as a Mermaid state diagram; states in `visited` are marked as covered."""
    lines = ["stateDiagram-v2", f"    [*] --> {persona.starts}"]
    for name, state in persona.states.items():
        lines.append(f"    {name} : {_plain(state.about.say(lang) if state.about else name)}")
    for name, ending in persona.endings.items():
        lines.append(f"    {name} : {_plain(ending.name.say(lang))}")
    lines += [f"    {start} --> {end} : {label}" for start, end, label in _joined(persona)]
    lines += [f"    {name} --> [*]" for name in persona.endings]
    if visited:
        lines.append("    classDef covered fill:#37c27c,color:#0c1017")
        lines += [f"    class {name} covered" for name in (*persona.states, *persona.endings) if name in visited]
    return "\n".join(lines) + "\n"


def dot(persona: Persona, lang: str, visited: Collection[str] = ()) -> str:
    """Returns the graph in the DOT language; states in `visited` are filled."""
    lines = [f"digraph {persona.persona} {{", '  rankdir="TB"; node [shape=box, style=rounded, fontname="sans-serif"];']
    labels = {name: state.about.say(lang) if state.about else name for name, state in persona.states.items()}
    labels |= {name: ending.name.say(lang) for name, ending in persona.endings.items()}
    for name, label in labels.items():
        shape = ", peripheries=2" if name in persona.endings else ""
        fill = ', style="rounded,filled", fillcolor="#bfe8d0"' if name in visited else ""
        lines.append(f'  {name} [label="{_plain(label)}"{shape}{fill}];')
    lines += [f'  {start} -> {end} [label="{label}"];' for start, end, label in _joined(persona)]
    return "\n".join([*lines, "}"]) + "\n"


def _joined(persona: Persona) -> Iterator[tuple[str, str, str]]:
    """Yields (start, end, labels) once for every two states, so that a busy pair is one arrow."""
    pairs: dict[tuple[str, str], list[str]] = {}
    for way in ways(persona):
        labels = pairs.setdefault((way.start, way.end), [])
        if way.label and way.label not in labels:
            labels.append(way.label)
    for (start, end), labels in pairs.items():
        yield start, end, _plain(", ".join(labels))


def _plain(text: str) -> str:
    """Returns `text` without the signs that either language would read as its own."""
    return "".join(" " if character in '"\\;:{}[]<>\n#' else character for character in text).strip()
