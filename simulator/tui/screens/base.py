"""What all screens share: the desk, the words, painting anew after a change of size, theme or language, and telling errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Literal, TypeVar, cast

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen, Screen

from simulator.problems import DeskError
from simulator.tui.ports import Desk
from simulator.tui.widgets.key_bar import KeyBar, hints
from simulator.words import Words

if TYPE_CHECKING:
    from simulator.tui.app import KefuApp

T = TypeVar("T")


class KefuScreen(Screen[None]):
    """A full screen. `NAME` is the key of the words for its place in the program."""

    NAME = ""
    _repaint_is_due = False

    @property
    def kefu(self) -> KefuApp:
        return cast("KefuApp", self.app)

    @property
    def desk(self) -> Desk:
        return self.kefu.desk

    @property
    def words(self) -> Words:
        return self.kefu.words

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _: self.repaint())

    def on_screen_resume(self) -> None:
        self.kefu.show_title(self.place())
        self.repaint()

    def on_resize(self) -> None:
        self.repaint()

    def place(self) -> str:
        """Returns where the user is, in words."""
        return self.words(self.NAME)

    def repaint(self) -> None:
        """Paints after the next layout, when the widgets know their sizes."""
        if not self._repaint_is_due:
            self._repaint_is_due = True
            self.call_after_refresh(self._repaint)

    def _repaint(self) -> None:
        self._repaint_is_due = False
        # A screen that is being closed may still be told of a new size; its widgets are gone by then.
        if self in self.app.screen_stack:
            self.paint_anew()
            self.query_one(KeyBar).paint()

    def paint_anew(self) -> None:
        """Shows the state in another size, theme or language."""
        self.paint()

    def paint(self) -> None:
        """Shows the state; every screen has its own."""

    def action_leave(self) -> None:
        """Goes back to where the user came from."""
        self.app.pop_screen()

    def action_help(self) -> None:
        from simulator.tui.screens.help import Help
        from simulator.tui.widgets.conversation_list import ConversationList

        several = any(talks.several for talks in self.query(ConversationList))
        self.app.push_screen(Help(hints(self.query_one(KeyBar)), writing=bool(self.query("#input")), several=several))

    def tell(self, text: str, *, tone: Literal["information", "warning", "error"] = "information") -> None:
        """Shows a short message in the corner."""
        self.app.notify(text, severity=tone, markup=False, timeout=4)

    def attempt(self, call: Callable[[], T], then: Callable[[T], object] = lambda _: None) -> bool:
        """Calls the desk and hands its answer to `then`. Returns False, and tells why, where the desk refuses."""
        try:
            answer = call()
        except DeskError as error:
            self.tell(str(error), tone="error")
            return False
        then(answer)
        return True


class KefuModal(ModalScreen[T]):
    """A dialog over a screen. Escape closes it with None."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", show=False)]

    @property
    def words(self) -> Words:
        return cast("KefuApp", self.app).words
