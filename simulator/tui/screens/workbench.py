"""The workbench: buyers on the left, the talk in the middle, the desk's knowledge on the right. One ticker drives it all."""

from __future__ import annotations

import re
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Key
from textual.timer import Timer
from textual.widgets import OptionList

from simulator.problems import DeskError
from simulator.tui.actions import ACTIONS
from simulator.tui.ports import Sitting
from simulator.tui.screens import leaving
from simulator.tui.screens.base import KefuScreen
from simulator.tui.screens.taking_actions import ask_for_action, choose_action
from simulator.tui.widgets.action_grid import ActionGrid
from simulator.tui.widgets.chat_input import ChatInput
from simulator.tui.widgets.conversation_list import ConversationList
from simulator.tui.widgets.desk_heads import conversation_head, top_bar
from simulator.tui.widgets.key_bar import KeyBar
from simulator.tui.widgets.order_panel import desk_text
from simulator.tui.widgets.panel import Panel, spread
from simulator.tui.widgets.phrase_menu import PhraseMenu
from simulator.tui.widgets.transcript import Transcript
from simulator.views import ConversationView, SittingView

_UNKNOWN_PHRASE = re.compile(r"[/、][a-z0-9]+")
"""What was meant as a quick phrase and found none."""

TICK_S = 0.25


class Workbench(KefuScreen):
    """Shows a sitting and passes on what the trainee does."""

    CSS_PATH = "workbench.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "help", priority=True),
        *[Binding(action.key, f"take('{action.name}')", action.name, priority=True) for action in ACTIONS if action.key == "f2"],
        Binding("f3", "drawer", "order_panel", priority=True),
        *[Binding(action.key, f"take('{action.name}')", action.name, priority=True) for action in ACTIONS if action.key > "f3"],
        Binding("f6", "hint", "hint", priority=True),
        Binding("f9", "actions", "actions", priority=True),
        Binding("f10,ctrl+l", "finish", "finish", priority=True),
        Binding("f7,ctrl+up", "turn(-1)", show=False, priority=True),
        Binding("f8,ctrl+down", "turn(1)", "next", priority=True, key_display="F7/8"),
        Binding("ctrl+g", "most_urgent", "most_urgent", priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("enter", "write", show=False),
        Binding("escape", "leave", "leave", show=False),
    ]

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting
        self.view: SittingView = sitting.view()
        self._drafts: dict[str, str] = {}
        self._open_id = ""
        self._ticker: Timer | None = None

    def compose(self) -> ComposeResult:
        menu = PhraseMenu(id="phrases")
        yield Panel(id="top-bar", fixed=True)
        with Horizontal(id="desk"):
            with Vertical(id="talks"):
                yield Panel(id="talks-head")
                yield ConversationList(id="conversations")
                yield Panel(id="talks-foot", fixed=True)
            with Vertical(id="talk"):
                yield Panel(id="talk-head", fixed=True)
                yield Transcript(id="transcript")
                yield menu
                with Vertical(id="reply"):
                    yield ChatInput(menu, id="input")
                    yield Panel(id="reply-foot", fixed=True)
            with Vertical(id="order"):
                with VerticalScroll(id="order-scroll"):
                    yield Panel(id="order-text")
                yield ActionGrid(id="action-grid")
        yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(ChatInput).focus()
        self._ticker = self.set_interval(TICK_S, self.tick)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("turn", "most_urgent"):
            return len(self.view.conversations) > 1
        if action == "hint":
            return self.view.mode == "practice"
        return super().check_action(action, parameters)

    def place(self) -> str:
        return self.view.title

    @property
    def talk(self) -> ConversationView | None:
        """The conversation that is open."""
        return self.query_one(ConversationList).selected

    def tick(self) -> None:
        """Lets the sitting go on to now and shows what changed."""
        try:
            self.sitting.tick()
        except DeskError as error:
            self.stop_ticking()
            leaving.stop(self, str(error))
        else:
            self.take_up()

    def take_up(self) -> None:
        """Shows the sitting as it is now. An exam whose time is up leads to its verdict by itself."""
        self.view = self.sitting.view()
        self.paint()
        time_is_up = self.view.left_s is not None and self.view.left_s <= 0
        if self.view.mode == "exam" and time_is_up and self.sitting.ended and self._ticker is not None:
            self.stop_ticking()
            leaving.conclude(self)

    def stop_ticking(self) -> None:
        if self._ticker is not None:
            self._ticker.stop()
            self._ticker = None

    # What is shown

    def paint(self) -> None:
        view = self.view
        talks = self.query_one(ConversationList)
        talks.show(view.conversations)
        talk = talks.selected
        if talk is None:
            return
        if talk.id != self._open_id:
            self._open(talk)
        width = self.query_one("#talk").size.width
        tall = self.app.size.height >= 32
        self.query_one("#top-bar", Panel).show(top_bar(view, self.app.size.width, self.words))
        self.query_one("#talk-head", Panel).show(conversation_head(talk, width, self.words, tall=tall))
        self.query_one(Transcript).show(talk)
        self.query_one("#desk").set_class(len(view.conversations) == 1, "-single")
        self._paint_talks_head()
        self._paint_reply_foot()
        order = self.query_one("#order-text", Panel)
        if order.size.width:
            order.show(desk_text(talk, order.size.width, self.words))

    def paint_anew(self) -> None:
        self.paint()
        self.query_one(Transcript).repaint()
        self.query_one(ConversationList).refresh()
        self.query_one(ActionGrid).paint()

    def _open(self, talk: ConversationView) -> None:
        """Opens another conversation; what was being typed stays with the one it was typed for."""
        box = self.query_one(ChatInput)
        if self._open_id:
            self._drafts[self._open_id] = box.text
        self._open_id = talk.id
        box.put(self._drafts.pop(talk.id, ""))
        self.query_one("#order-scroll").scroll_home(animate=False)

    def _paint_talks_head(self) -> None:
        head, foot = self.query_one("#talks-head", Panel), self.query_one("#talks-foot", Panel)
        words, talks = self.words, self.view.conversations
        open_talks = sum(not talk.ended for talk in talks)
        head.show(
            Content.assemble(
                (f" {words('list.title')} {open_talks} ", "bold $primary"), (f" {words('list.over', n=len(talks) - open_talks)}", "$muted")
            )
        )
        foot.show(Content.assemble((" ^G ", "bold $accent"), (words("list.foot"), "$muted")))

    def _paint_reply_foot(self) -> None:
        words, talk, box = self.words, self.talk, self.query_one(ChatInput)
        foot = self.query_one("#reply-foot", Panel)
        keys: tuple[tuple[str, str], ...]
        if talk is not None and self.all_over:
            unremarked = self.view.mode == "practice" and talk.order.stage == "paid" and not talk.order.remark
            box.placeholder = words("reply.all_over.remark" if unremarked else "reply.all_over")
            on = "reply.next" if self.more_talks else "reply.hand_in" if self.view.mode == "exam" else "reply.debrief"
            keys = (("Enter", on), ("F4", "action.remark"), ("F9", "reply.actions"))
        elif talk is not None and talk.ended:
            box.placeholder = words("reply.over")
            keys = (("F7/8", "reply.other"),)
        else:
            box.placeholder = words("reply.placeholder")
            keys = (("Enter", "reply.send"), ("Ctrl+J", "reply.newline"), ("/", "reply.phrases"))
        left = Content.assemble(" ", *[part for key, word in keys for part in ((key, "$accent"), (f" {words(word)}  ", "$muted"))])
        foot.show(spread(left, Content.styled(f"{len(box.text)} ", "$faint"), foot.size.width))

    @property
    def more_talks(self) -> bool:
        return self.view.mode == "exam" and self.view.number < self.view.of

    @property
    def all_over(self) -> bool:
        return self.sitting.ended or all(talk.ended for talk in self.view.conversations)

    # What the trainee does

    def on_conversation_list_selected(self) -> None:
        self.paint()

    def on_chat_input_submitted(self, event: ChatInput.Submitted) -> None:
        talk = self.talk
        if talk is None:
            return
        if talk.ended and self.all_over and not event.text.strip():
            leaving.conclude(self)
        elif talk.ended:
            # Whoever was still typing when the buyer left is told so, and is not carried away by the Enter meant for the reply.
            self.query_one(ChatInput).put("")
            self.tell(self.words("reply.over"), tone="warning")
        elif _UNKNOWN_PHRASE.fullmatch(event.text.strip()):
            self.tell(self.words("reply.no_phrase"), tone="warning")
        elif event.text.strip() and self.attempt(lambda: self.sitting.reply(talk.id, event.text)):
            self.query_one(ChatInput).sent(event.text)
            self.take_up()

    def on_chat_input_phrases_wanted(self, event: ChatInput.PhrasesWanted) -> None:
        talk = self.talk
        if talk is None:
            return
        self.query_one(PhraseMenu).offer(self.sitting.phrases(talk.id, event.query.strip()))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.query_one(ChatInput).accept_phrase()

    def on_chat_input_left(self) -> None:
        talks = self.query_one(ConversationList)
        if len(self.view.conversations) > 1:
            talks.focus()
        else:
            leaving.ask_to_finish(self)

    def on_action_grid_chosen(self, event: ActionGrid.Chosen) -> None:
        ask_for_action(self, event.name)

    def on_text_area_changed(self) -> None:
        self._paint_reply_foot()

    def action_write(self) -> None:
        self.query_one(ChatInput).focus()

    def action_take(self, name: str) -> None:
        ask_for_action(self, name)

    def action_actions(self) -> None:
        choose_action(self)

    def action_turn(self, step: int) -> None:
        self.query_one(ConversationList).action_move(step)

    def action_page(self, step: int) -> None:
        chat = self.query_one(Transcript)
        chat.scroll_page_up(animate=False) if step < 0 else chat.scroll_page_down(animate=False)

    def action_most_urgent(self) -> None:
        self.query_one(ConversationList).pick_most_urgent()

    def action_drawer(self) -> None:
        """Goes to the order panel and back; where there is no room for it beside the talk, it slides over it."""
        order, scroll = self.query_one("#order"), self.query_one("#order-scroll")
        there = scroll.has_focus
        order.set_class(not there, "-open")
        (self.query_one(ChatInput) if there else scroll).focus()
        self.repaint()

    def on_key(self, event: Key) -> None:
        """Whoever types while the order is in front goes on writing the reply."""
        if event.is_printable and event.character and self.query_one("#order-scroll").has_focus:
            event.stop()
            self.action_drawer()
            self.query_one(ChatInput).insert(event.character)

    def action_hint(self) -> None:
        talk = self.talk
        if talk is not None:
            self.attempt(lambda: self.sitting.hint(talk.id), lambda hint: None if hint else self.tell(self.words("hint.none")))
            self.take_up()

    def action_finish(self) -> None:
        leaving.ask_to_finish(self)

    def action_leave(self) -> None:
        if self.query_one("#order-scroll").has_focus:
            self.action_drawer()
        else:
            leaving.ask_to_finish(self)
