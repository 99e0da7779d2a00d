"""A sitting as the shells drive it: a session on a clock, shown as views, with every fault the user can mend as a DeskError."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from simulator.actions import ActionRefused
from simulator.clock import Clock
from simulator.conversation import Conversation
from simulator.events import SessionStarted
from simulator.journal import JournalError
from simulator.presenting import phrases_of, present
from simulator.problems import DeskError
from simulator.session import Session, SessionOver
from simulator.views import Mode, PhraseView, SittingView
from simulator.words import Words, pick

_TABLE = {
    "disk_full": (
        "磁盘已满。已显示的对话都已保存，腾出空间后可以接着练。",
        "The disk is full. All that was shown is kept; free some space and go on.",
    ),
    "read_only": ("磁盘是只读的，对话无法保存。", "The disk is read-only; the talk cannot be kept."),
    "no_permission": ("没有写入权限，对话无法保存。", "There is no right to write; the talk cannot be kept."),
    "no_place": ("存放对话的文件夹不见了。", "The folder of the talks is gone."),
    "in_use": ("另一个窗口正在进行这场对话。", "Another window has this talk open."),
    "exists": ("同名的对话已经存在。", "A talk of that name is there already."),
    "damaged": ("对话记录已损坏，不能接着进行。", "The record of the talk is damaged; it cannot be taken up."),
    "closed": ("对话记录已经关闭。", "The record of the talk is closed."),
    "other": ("对话无法保存。", "The talk cannot be kept."),
    "over": ("这场对话已经结束。", "This talk is over."),
    "no_talk": ("没有这个会话。", "There is no such conversation."),
    "detail": ("（{detail}）", " ({detail})"),
}


@contextmanager
def mendable(lang: str) -> Iterator[None]:
    """Turns what can go wrong at the desk into DeskError in the user's words."""
    say = Words(_TABLE, lang)
    try:
        yield
    except JournalError as error:
        raise DeskError(say(error.reason) + (say("detail", detail=error.detail) if error.detail else "")) from error
    except ActionRefused as error:
        raise DeskError(pick(error.why, lang)) from error
    except SessionOver as error:
        raise DeskError(say("over")) from error
    except (KeyError, StopIteration) as error:
        raise DeskError(say("no_talk")) from error


class Sitting:
    """One practice sitting. `concluded` is called once, after the sitting was closed."""

    def __init__(
        self, session: Session, clock: Clock, header: SessionStarted, title: str, lang: str, concluded: Callable[[], None]
    ) -> None:
        self._session, self._clock, self._header = session, clock, header
        self._title, self._lang, self._concluded = title, lang, concluded
        self._hints: dict[str, list[tuple[float, str]]] = {}
        self._told = False
        self.mode: Mode = "exam" if header.more.get("mode") == "exam" else "practice"

    @property
    def session_id(self) -> str:
        return self._header.id

    @property
    def scenario_id(self) -> str:
        """The scenario to practise again."""
        return self._header.scenario or ""

    @property
    def ended(self) -> bool:
        """Whether nothing more can come: every buyer is gone, or the sitting is closed."""
        return self._session.ended

    @property
    def closed(self) -> bool:
        """Whether nothing more can be said or done."""
        return self._session.closed

    def tick(self) -> None:
        """Lets the sitting go on to now."""
        with mendable(self._lang):
            if not self._session.closed:
                self._session.advance(self._clock.now())
            self._conclude()

    def view(self) -> SittingView:
        """Returns the workbench as it is now."""
        return self._view(1, 1)

    def _view(self, number: int, of: int) -> SittingView:
        return present(
            self._session,
            id=self.session_id,
            title=self._title,
            mode=self.mode,
            lang=self._lang,
            started=str(self._header.started),
            hints=self._hints,
            number=number,
            of=of,
        )

    def reply(self, conversation_id: str, text: str) -> None:
        """Says `text` now."""
        self.tick()
        with mendable(self._lang):
            self._session.reply(conversation_id, text)

    def act(self, conversation_id: str, name: str, args: Mapping[str, Any]) -> None:
        """Takes an action at the desk now."""
        self.tick()
        with mendable(self._lang):
            self._session.act(conversation_id, name, args)

    def hint(self, conversation_id: str) -> str | None:
        """Returns the next hint of the scenario, None where there is none left, or none at all in exams."""
        if self.mode == "exam":
            return None
        hints = self._talk(conversation_id).cast.scenario.hints
        given = self._hints.setdefault(conversation_id, [])
        if len(given) >= len(hints):
            return None
        text = hints[len(given)].say(self._lang)
        given.append((self._session.now, text))
        return text

    def phrases(self, conversation_id: str, query: str) -> tuple[PhraseView, ...]:
        """Returns the quick phrases that `query` finds, best first."""
        return phrases_of(self._talk(conversation_id), query, self._lang)

    def coupons(self, conversation_id: str) -> tuple[tuple[str, str], ...]:
        """Returns (id, name) of the shop's coupons."""
        return tuple((coupon.id, coupon.name.say(self._lang)) for coupon in self._talk(conversation_id).cast.shop.coupons)

    def next_talk(self) -> None:
        """Practice has one talk; exams go on to their next."""

    def finish(self) -> None:
        """Closes the sitting."""
        self.tick()
        with mendable(self._lang):
            if not self._session.closed:
                self._session.finish()
            self._conclude()

    def leave(self) -> None:
        """Gives the journal free, to be taken up later."""
        close = getattr(self._session.journal, "close", None)
        if close is not None:
            close()

    def _talk(self, conversation_id: str) -> Conversation:
        with mendable(self._lang):
            return self._session.conversation(conversation_id)

    def _conclude(self) -> None:
        if self._session.closed and not self._told:
            self._told = True
            self.leave()
            self._concluded()
