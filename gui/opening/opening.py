"""Models of a person's own in the window: opened, watched, reloaded, remembered."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from ...engine import messages
from .. import arguments
from ..link import EngineLink
from ..preferences import Opened, Preferences
from ..theme import Theme
from ..window import MainWindow
from . import target
from .drop import Drops
from .flow import OpenFlow
from .recent import RecentMenu
from .reloading import Reloading

NAME = "gradwalk"
TOLD_MS = 6000


class Opening(QObject):
    """Ties what opens a model to the window and the engine.

    `learned()` is emitted when other actions may be possible now.
    """

    learned = Signal()

    def __init__(
        self, window: MainWindow, link: EngineLink, theme: Theme, preferences: Preferences
    ) -> None:
        super().__init__(window)
        self._window = window
        self._preferences = preferences
        self._own: messages.OwnModel | None = None
        self._settings: messages.Settings | None = None
        self.flow = OpenFlow(window, link, theme, preferences)
        self.flow.opened.connect(self._say_opened)
        self.flow.copied.connect(self._copy)
        self._recent = RecentMenu(window.menus["recent"], preferences, self)
        self._recent.chosen.connect(self.flow.open_again)
        self._reloading = Reloading(window, link, preferences, self)
        Drops(window).dropped.connect(self.flow.open_target)
        window.setup.own.changing.connect(self.change)
        link.given_up.connect(self._say_given_up)
        link.printed.connect(window.console.show_printed)

    @property
    def handlers(self) -> dict[str, Callable[[], object]]:
        """What its actions do, by their ids."""
        return {
            "open_model": self.flow.open,
            "clear_recent": self._clear,
            "reload_model": self._reloading.reload,
            "reload_on_save": self._reloading.switch,
            "copy_command": self._copy_command,
        }

    @property
    def facts(self) -> set[str]:
        """What holds now, for the actions."""
        facts = {"own": self._own is not None, "recent": bool(self._preferences.models)}
        return {name for name, holds in facts.items() if holds}

    def claims(self, failure: messages.Failure) -> bool:
        """Whether the dialog shows this failure."""
        return self.flow.asking.owns(failure)

    def title(self, failure: messages.Failure) -> str:
        """What the banner says above a failure, where it is no statement that was refused."""
        return self._reloading.title(failure)

    def show_state(self, state: messages.State) -> None:
        """Be of the model that the session is of."""
        self._settings = state.settings
        own = state.settings.own if state.settings.net == messages.OWN else None
        if own != self._own:
            if own is None or self._own is None or own.target != self._own.target:
                self._window.note.hide()  # it was about another model
            self._own = own
            name = target.label(own.target) if own is not None else ""
            self._window.setWindowTitle(f"{name} – {NAME}" if name else NAME)
            if own is not None:
                self._remember(own)
        self._reloading.show_state(state)

    def change(self) -> None:
        """Show the dialog filled in with the model that is open."""
        if self._own is not None:
            self.flow.change(self._own)

    def _remember(self, own: messages.OwnModel) -> None:
        self._preferences.remember(Opened(own, self.flow.drafts.chosen(own.target)))
        self._recent.fill()

    def _say_opened(self, own: messages.OwnModel) -> None:
        self._say(self.tr("Opened {0}.").format(target.label(own.target)))

    def _say_given_up(self, own: messages.OwnModel) -> None:
        """A model that was to be open from the start has never come to its end."""
        name = target.label(own.target)
        words = self.tr("{0} did not open; the session starts without it.").format(name)
        how = self.tr("Open model… leads to it again, with a way to stop it.")
        self._window.note.show_note(words, how)

    def _clear(self) -> None:
        self._preferences.forget_models()
        self._recent.fill()
        self.learned.emit()

    def _copy_command(self) -> None:
        if self._settings is not None:
            self._copy(arguments.command(self._settings))

    def _copy(self, command: str) -> None:
        QGuiApplication.clipboard().setText(command)
        self._say(self.tr("Copied: {0}").format(command))

    def _say(self, sentence: str) -> None:
        self._window.status.showMessage(sentence, TOLD_MS)
