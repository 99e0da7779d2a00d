"""What a Reading holds. Every mark is frozen, value-equal, and spans characters of the RAW text, start inclusive, end exclusive."""

from __future__ import annotations

from simulator.reading.value import value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Literal

    How = Literal["pattern", "model", "context"]
    """Found by a lexicon pattern, by the trained model, or by resolving a bare answer against the buyer's open ask."""
    AmountKind = Literal["price", "off", "fold", "percent", "threshold", "number"]
    ContactKind = Literal["wechat", "qq", "phone", "alipay", "bank", "link", "shop", "address", "email", "other"]

Span = tuple[int, int]
AMOUNT_KINDS: tuple[AmountKind, ...] = ("price", "off", "fold", "percent", "threshold", "number")
CONTACT_KINDS: tuple[ContactKind, ...] = ("wechat", "qq", "phone", "alipay", "bank", "link", "shop", "address", "email", "other")


@value
class ActMark:
    """A dialogue act the agent's words carry out. `confidence` is 0..1; `source` names the lexicon entry or the model."""

    act: str
    span: Span
    confidence: float = 1.0
    how: How = "pattern"
    source: str = ""


@value
class AskMark:
    """Something the buyer's words ask for."""

    ask: str
    span: Span
    confidence: float = 1.0
    how: How = "pattern"
    source: str = ""


@value
class Amount:
    """An amount named in the text.

    `price`: a sum in fen that something costs; `off`: a sum in fen taken off; `fold`: a discount in permille of the price that stays
    (八折 = 800); `percent`: permille (6个点 = 60); `threshold`: the sum in fen a promotion starts at (满199); `number`: unclear, in fen.
    `pieces` is how many pieces the sum buys (两件150 = 2).
    """

    kind: AmountKind
    value: int
    span: Span
    pieces: int = 1


@value
class Contact:
    """A private contact, an outside link or an outside payment channel, in whatever disguise. `value` is the decoded form, may be empty."""

    kind: ContactKind
    span: Span
    value: str = ""
    disguised: bool = False


@value
class Promise:
    """Something the agent bound itself to. `what` is an act or topic id (offer_gift, state_ship_time, price, ...); `value` its content."""

    what: str
    span: Span
    value: str = ""
    sure: bool = True


@value
class Marker:
    """A sign of politeness (`weight` above 0) or of its lack (below 0). `kind` is an id of the politeness lexicon."""

    kind: str
    span: Span
    weight: int


@value
class Clause:
    """One clause and the scopes it stands in. Acts inside `quoted`, `negated`, `conditional` or `question` clauses are read accordingly."""

    span: Span
    quoted: bool = False
    """The words are the buyer's or another person's: in quotation marks or after 您说."""
    negated: bool = False
    """Holds a negation that turns its predicate (不能, 没法; a rhetorical 怎么会 too), double negation left out."""
    conditional: bool = False
    """Names a condition (如果不合适), not its consequence."""
    question: bool = False
    """Asks; a tag such as 好吗 at the end of a proposal does not count."""
    warned: bool = False
    """Warns the buyer off (千万别, 请勿, 谨防)."""
    reported: bool = False
    """Tells what others, mostly swindlers, say or do."""
    at: int = 0
    """Where `text` starts in the normalised message."""
    text: str = ""
    """The normalised words, without the punctuation around them."""


@value
class Reading:
    """All that is understood of one message. `normal` is the normalised text the marks were found in (spans refer to `text`)."""

    text: str
    normal: str = ""
    acts: tuple[ActMark, ...] = ()
    asks: tuple[AskMark, ...] = ()
    amounts: tuple[Amount, ...] = ()
    contacts: tuple[Contact, ...] = ()
    promises: tuple[Promise, ...] = ()
    markers: tuple[Marker, ...] = ()
    clauses: tuple[Clause, ...] = ()
    politeness: int = 50
    """0 (rude) to 100 (model), of this message alone as an answer to the line before."""

    def has(self, *acts: str) -> bool:
        """Returns whether any of `acts` was found."""
        return any(mark.act in acts for mark in self.acts)

    def spans_of(self, acts: Iterable[str]) -> tuple[Span, ...]:
        """Returns the spans of every mark of `acts`, in order of the text."""
        wanted = set(acts)
        return tuple(sorted(mark.span for mark in self.acts if mark.act in wanted))

    @property
    def act_ids(self) -> frozenset[str]:
        return frozenset(mark.act for mark in self.acts)

    @property
    def ask_ids(self) -> frozenset[str]:
        return frozenset(mark.ask for mark in self.asks)
