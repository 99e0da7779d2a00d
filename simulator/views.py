"""What the shells show: frozen views, already in the user's language. A view holds text, never markup, and no behaviour."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Mode = Literal["practice", "exam"]
DIMENSIONS = ("timeliness", "politeness", "compliance", "outcome")


@dataclass(frozen=True, slots=True)
class ScenarioCard:
    """One row of the scenario browser. `best` and `last` are totals 0..100, None where never finished."""

    id: str
    name: str
    about: str
    level: int
    persona: str
    persona_name: str
    shop_name: str
    minutes: int
    tries: int = 0
    best: float | None = None
    last: float | None = None
    passed: bool = False
    pass_mark: int = 80


@dataclass(frozen=True, slots=True)
class Invitation:
    """An exam that a trainee was called to and has not begun. `seed`: that of its draw, None: by chance."""

    exam: str
    trainee: str
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A label and its value in a panel; `tone` colours it: plain, muted, good, warn, bad, accent."""

    label: str
    value: str
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Goal:
    """An objective of the scenario. `done` is None while it is open (and in exams, where progress is not told)."""

    kind: Literal["must", "more", "delight"]
    text: str
    done: bool | None = None


@dataclass(frozen=True, slots=True)
class Briefing:
    """What the trainee reads before the talk."""

    card: ScenarioCard
    text: str
    buyer: tuple[Row, ...]
    item: tuple[Row, ...]
    shop: tuple[Row, ...]
    goals: tuple[Goal, ...]
    weights: tuple[tuple[str, int], ...]
    """(dimension, weight) of the rubric, in the order of DIMENSIONS."""
    floors: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Bubble:
    """One entry of the chat. `clock` is the time of day as shown; `notice` lines are the world's (paid, left), `coach` lines are hints."""

    at: float
    clock: str
    kind: Literal["buyer", "agent", "auto", "notice", "action", "coach"]
    text: str


@dataclass(frozen=True, slots=True)
class OrderView:
    """The order as the desk knows it. Amounts in fen. `stage`: none, placed, paid, shipped, received, closed, refunded."""

    stage: str = "none"
    id: str = ""
    amount: int = 0
    freight: int = 0
    address: str = ""
    remark: str = ""
    flag: str = ""
    paid_s_ago: float | None = None
    details: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class ConversationView:
    """One buyer at the desk. `waiting_s` is how long the buyer has waited for an answer, None where it does not wait."""

    id: str
    nick: str
    tags: tuple[str, ...]
    shop_name: str
    bubbles: tuple[Bubble, ...]
    waiting_s: float | None
    unread: int
    typing: bool
    mood: int | None
    """0..100, None where the mode hides it."""
    ended: str
    """The ending in words, empty while the talk goes on."""
    order: OrderView
    item: tuple[Row, ...]
    shop: tuple[Row, ...]
    goals: tuple[Goal, ...]
    task: str = ""
    """What the briefing said; an exam shows it here for the first time."""


@dataclass(frozen=True, slots=True)
class PhraseView:
    """A quick phrase; `keys` are its pinyin initials. `text` has its placeholders filled for the conversation."""

    id: str
    keys: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class SittingView:
    """The whole workbench at a moment. `left_s` is the time left, None without a limit."""

    id: str
    title: str
    mode: Mode
    now: float
    clock: str
    left_s: float | None
    conversations: tuple[ConversationView, ...]
    ended: bool
    average_response_s: float | None = None
    three_minute_rate: float | None = None
    late: int = 0
    """How many waits passed two minutes so far."""
    number: int = 1
    of: int = 1
    """In an exam: which talk of how many."""


@dataclass(frozen=True, slots=True)
class Note:
    """One finding as the debrief shows it, beside its message. `tone`: good, bad, unsure."""

    rule: str
    title: str
    tone: Literal["good", "bad", "unsure"]
    span: tuple[int, int] | None
    matched: str
    message: str
    why: str
    source: str
    better: str
    delta: float
    fine: int = 0
    points: int = 0
    fatal: bool = False


@dataclass(frozen=True, slots=True)
class DebriefLine:
    """One line of the annotated transcript with its notes; `response_s` where it answered a wait.

    `plain` is what the reply lost for being nothing but plain; a note of the whole talk explains these small losses once.
    """

    at: float
    clock: str
    kind: Literal["buyer", "agent", "auto", "notice", "action"]
    text: str
    notes: tuple[Note, ...] = ()
    response_s: float | None = None
    plain: float = 0.0


@dataclass(frozen=True, slots=True)
class MoodPoint:
    """The buyer's mood after a move, 0..100 each, and the reason of the change in words."""

    at: float
    mood: tuple[tuple[str, int], ...]
    change: tuple[tuple[str, int], ...]
    why: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of one dimension, 0..100 with one decimal; None: not assessed. `before` is that of the attempt before."""

    dimension: str
    name: str
    score: float | None
    weight: int
    before: float | None = None


@dataclass(frozen=True, slots=True)
class DebriefView:
    """All that the debrief shows; a pure function of the journal and the content."""

    session: str
    title: str
    mode: Mode
    level: int
    seconds: float
    turns: int
    total: float | None
    passed: bool
    grade: str
    pass_mark: int
    ending: str
    verdict: str
    """One sentence: passed or not, and the first reason."""
    marks: tuple[Mark, ...]
    lines: tuple[DebriefLine, ...]
    general: tuple[Note, ...]
    """Notes that hang on no line (a remark that never came)."""
    goals: tuple[Goal, ...]
    responses: tuple[tuple[float, float], ...]
    """(at, seconds) of every answered wait."""
    mood: tuple[MoodPoint, ...]
    metrics: tuple[Row, ...]
    formula: tuple[str, ...]
    fines_yuan: int = 0
    penalty_points: int = 0
    techniques: tuple[str, ...] = field(default=())
    """Bargaining and service techniques that were used, by name."""


@dataclass(frozen=True, slots=True)
class UnfinishedView:
    """A sitting that was interrupted and can be taken up again."""

    id: str
    title: str
    mode: Mode
    started: str
    messages: int
    trainee: str = ""


@dataclass(frozen=True, slots=True)
class FinishedView:
    """A finished practice talk or exam; `session` opens its debrief. `total` is None where nothing was assessed.

    `scenario` is there to be practised again, empty for exams.
    """

    session: str
    mode: Mode
    when: str
    title: str
    total: float | None
    passed: bool
    scenario: str = ""


@dataclass(frozen=True, slots=True)
class ProgressView:
    """The trainee's own progress. Scores 0..100; `finished` is newest first. Figures are of practice, exams are in the list alone."""

    today: int
    streak_days: int
    average_response_s: float | None
    average_total: float | None
    dimensions: tuple[tuple[str, float | None], ...]
    finished: tuple[FinishedView, ...]
    days: tuple[tuple[str, int], ...]
    """(ISO date, finished talks) for the last half year."""
    suggested: tuple[tuple[str, str, str], ...]
    """(scenario id, title, reason)."""
