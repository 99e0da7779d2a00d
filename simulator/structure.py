"""What a persona's machine must be like, told from its shape alone: every state reached, a way out of each, no move in another's shadow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from simulator.cues import REPLY, Cue
from simulator.persona import Move, Persona, State
from simulator.problems import Problems
from simulator.yamlfile import Document, NodePath, Place, Plain

_ANY_OF = ("act", "with", "ask", "open_ask", "action", "event", "amount", "mentions", "contact", "promise")
"""Keys whose lists mean any of: a longer list covers a shorter one."""


def check_structure(persona: Persona, document: Document, problems: Problems) -> None:
    """Reports every fault in the shape of a persona."""
    top = Place(document, problems)
    _reached(persona, top)
    for name, state in persona.states.items():
        place = top / "states" / name
        _way_out(persona, name, state, place)
        _silences(state, place)
        _decisions(state, place)
        if state.asks and state.unanswered is None and not state.decides:
            message, remedy = f"{name!r} asks something and has no `unanswered`", "say what the buyer does when it is not answered"
            place.add("P10", message, remedy, key=True, warning=True)
        _shadows([*_always_of(persona, name), *_numbered(state.moves, place / "moves")])
    _silent_ends(persona, top)
    for index, move in enumerate(persona.always):
        if not move.when.triggers and move.to is None:
            message = f"{move.id!r} waits for nothing and stays: it would be taken again and again"
            (top / "always" / index).add("P09", message, "give it `to`, or an act")
    _proofs(persona, top)


def ways(persona: Persona, name: str) -> Iterator[str]:
    """Yields where a state can lead, itself not counted."""
    state = persona.states[name]
    moves = [move.to for move in persona.moves_of(name)]
    decisions = [decision.to for decision in state.decides]
    silences = [silence.to for silence in state.silence]
    fallbacks = [persona.confused.then, state.unanswered.then if state.unanswered else None]
    for to in (*moves, *decisions, *silences, *fallbacks):
        if to is not None and to != name:
            yield to


def reachable(persona: Persona) -> frozenset[str]:
    """Returns the states and endings that can be reached from the start."""
    return _closure([persona.starts], lambda name: ways(persona, name) if name in persona.states else ())


def _closure(start: Iterable[str], further: Callable[[str], Iterable[str]]) -> frozenset[str]:
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(further(name))
    return frozenset(found)


def _reached(persona: Persona, top: Place) -> None:
    found = reachable(persona)
    for key, names in (("states", persona.states), ("endings", persona.endings)):
        for name in names:
            if name not in found:
                place = top / key / name
                place.add("P03", f"nothing leads to {name!r}", "let a move, a silence or a decision go there, or delete it", key=True)


def _way_out(persona: Persona, name: str, state: State, place: Place) -> None:
    """Reports a state from which no ending can be reached, and one that a silent agent can never get the buyer out of."""
    beyond = _closure(ways(persona, name), lambda other: ways(persona, other) if other in persona.states else ())
    if beyond.isdisjoint(persona.endings):
        place.add("P04", f"no ending can be reached from {name!r}", "let a move lead on", key=True)
    elif not any(silence.to for silence in state.silence) and not _decides_always(state):
        place.add("P06", f"nothing leads out of {name!r} when nobody answers", "give it a silence with `to`", key=True)


def _decides_always(state: State) -> bool:
    return any(decision.when is None for decision in state.decides)


def _silences(state: State, place: Place) -> None:
    for index, silence in enumerate(state.silence):
        before = state.silence[:index]
        at = place / "silence" / index
        if before and silence.after <= before[-1].after:
            (at / "after").add("P08", "the silences are not in order of time", "each must come later than the one before")
        if any(other.to for other in before):
            at.add("P08", "this silence comes after one that leads away", "delete it, or let the one before it stay")


def _decisions(state: State, place: Place) -> None:
    for index, decision in enumerate(state.decides):
        if decision.when is None and index < len(state.decides) - 1:
            (place / "decides" / index).add("P07", "the decisions after this one are never tried", "one without `when` comes last")
    if state.decides and not _decides_always(state) and not state.moves:
        (place / "decides").add("P04", "where no decision holds, the buyer is stuck", "add a last one without `when`", key=True)


def _silent_ends(persona: Persona, top: Place) -> None:
    """Reports circles the buyer goes round by itself: by decisions at once, or by silences for ever."""
    for name, state in persona.states.items():
        by_itself = [decision.to for decision in state.decides]
        if by_itself and name in _closure(by_itself, lambda other: _decided(persona, other)):
            (top / "states" / name).add("P05", f"the decisions lead from {name!r} back to it without end", "break the circle", key=True)
    for name in persona.states:
        silent = _closure([name], lambda other: _left_alone(persona, other))
        if silent.isdisjoint(persona.endings) and any(silence.to for silence in persona.states[name].silence):
            message = f"when nobody answers, the buyer goes round from {name!r} and never leaves"
            (top / "states" / name).add("P05", message, "let one silence lead to an ending", key=True)


def _decided(persona: Persona, name: str) -> list[str]:
    return [decision.to for decision in persona.states[name].decides] if name in persona.states else []


def _left_alone(persona: Persona, name: str) -> list[str]:
    if name not in persona.states:
        return []
    state = persona.states[name]
    return [*_decided(persona, name), *(silence.to for silence in state.silence if silence.to)]


# Moves ----------------------------------------------------------------------------------------------------------------


def _numbered(moves: Iterable[Move], place: Place) -> list[tuple[Move, Place | None]]:
    return [(move, place / index) for index, move in enumerate(moves)]


def _always_of(persona: Persona, state: str) -> list[tuple[Move, Place | None]]:
    return [(move, None) for move in persona.moves_of(state) if any(move is other for other in persona.always)]


def _shadows(moves: Sequence[tuple[Move, Place | None]]) -> None:
    """Reports moves that can never be taken, since one before them holds whenever they do."""
    for index, (move, place) in enumerate(moves):
        if place is None:
            continue
        for other, _ in moves[:index]:
            if covers(other.when, move.when):
                message = f"{move.id!r} is never taken: {other.id!r} before it holds whenever it does"
                (place / "when").add("P07", message, "put it before, or narrow the other", key=True)
                break


def covers(first: Cue, second: Cue) -> bool:
    """Returns whether `first` surely holds whenever `second` does; False where that cannot be told from their words."""
    if not (first.triggers or {REPLY}) >= (second.triggers or {REPLY}):
        return False
    wide, narrow = first.source, second.source
    if not isinstance(wide, dict) or not isinstance(narrow, dict):
        return False
    return all(key in narrow and _covers(key, value, narrow[key]) for key, value in wide.items())


def _covers(key: str, wide: Plain, narrow: Plain) -> bool:
    if key in _ANY_OF:
        return set(map(str, _listed(narrow))) <= set(map(str, _listed(wide)))
    return wide == narrow


def _listed(value: Plain) -> list[Plain]:
    return value if isinstance(value, list) else [value]


def _proofs(persona: Persona, top: Place) -> None:
    """Reports moves on replies that prove nothing."""
    lists: list[tuple[NodePath, Iterable[Move]]] = [(("always",), persona.always)]
    lists += [(("states", name, "moves"), state.moves) for name, state in persona.states.items()]
    for path, moves in lists:
        for index, move in enumerate(moves):
            if (REPLY in move.when.triggers or (not move.when.triggers and path[0] == "states")) and not move.heard.moves:
                place = Place(top.document, top.problems, (*path, index))
                place.add("P13", f"{move.id!r} has no example of a reply that takes it", "add `heard: {moves: […], stays: […]}`")
