"""Why the buyer's mood changed, in words: the persona's own reasons, and the usual ones where it gives none. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.fields import Words as Both
from simulator.persona import Persona
from simulator.words import Words

_TABLE = {
    "unanswered": ("买家的问题没有得到回答", "The question was not answered"),
    "unanswered.asked": ("没有回答买家的问题「{asked}」", "The question “{asked}” was not answered"),
    "unanswered_too_often": ("一问再问都没有回答，买家不问了", "Asked again and again without an answer, the buyer asks no more"),
    "confused": ("买家没听懂这句话", "The buyer did not understand the reply"),
    "confused_too_often": ("一再答非所问，买家不想再说了", "Replies beside the point, again and again: the buyer gives up"),
    "silence": ("等了一阵，没有人说话", "For a while nobody said anything"),
    "silence.asked": ("问了话，一直没有人回", "The question waited and nobody replied"),
    "silence.over": ("等不到回话，买家不等了", "Nobody replied, and the buyer waits no longer"),
}


def reasons(persona: Persona, lang: str) -> Mapping[str, str]:
    """Returns full id -> why the buyer reacts so, for every move, decision, silence and fallback of the persona.

    Silences, unanswered questions and misunderstandings that say nothing of their own have the usual reason.
    """
    say = Words(_TABLE, lang)

    def told(why: Both | None, key: str, **values: object) -> str:
        return why.say(lang) if why else say(key, **values)

    confused = f"{persona.persona}.confused"
    found = {
        confused: told(persona.confused.why, "confused"),
        f"{confused}_too_often": told(persona.confused.why, "confused_too_often"),
    }
    for name, state in persona.states.items():
        path = f"{persona.persona}.{name}"
        found |= {persona.full_id(name, move): move.why.say(lang) for move in persona.moves_of(name) if move.why}
        found |= {f"{path}.decides_{number}": one.why.say(lang) for number, one in enumerate(state.decides, start=1) if one.why}
        for number, silence in enumerate(state.silence, start=1):
            key = "silence.asked" if state.asks else "silence"
            left = state.asks and silence.to in persona.endings
            found[f"{path}.silence_{number}"] = told(silence.why, "silence.over" if left else key)
        if state.unanswered:
            asked = getattr(state.asked, lang, "")
            key = "unanswered.asked" if asked else "unanswered"
            found[f"{path}.unanswered"] = told(state.unanswered.why, key, asked=asked)
            found[f"{path}.unanswered_too_often"] = told(state.unanswered.why, "unanswered_too_often")
    return found
