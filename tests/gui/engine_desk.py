"""A window with a real engine behind it, and what a test does with both."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from gradwalk.engine import messages
from gradwalk.gui.conductor import Conductor
from gradwalk.gui.link import EngineLink
from gradwalk.gui.preferences import Preferences
from gradwalk.gui.theme import Theme
from gradwalk.gui.window import MainWindow

ENGINE_MS = 60_000


class Link(EngineLink):
    """The link, which remembers the last command's id."""

    last = 0

    def send(self, command: messages.Command) -> int:
        self.last = super().send(command)
        return self.last


class EngineDesk:
    """The window at work; with `settings` its engine may still be starting."""

    def __init__(
        self, qtbot: QtBot, preferences: Preferences, settings: messages.Settings | None = None
    ) -> None:
        self.qtbot = qtbot
        theme, self.preferences = Theme(), preferences
        self.window = MainWindow(theme, self.preferences)
        qtbot.addWidget(self.window)
        self.link = Link(self.window)
        self.conductor = Conductor(self.window, self.link, theme, self.preferences)
        self.window.restore_layout((1280, 720))
        self.window.show()
        if settings is None:
            with qtbot.waitSignal(self.link.state, timeout=ENGINE_MS):
                self.link.start(messages.Settings())
        else:
            self.link.start(settings)
        self.answered: list[int] = []
        self.link.answered.connect(self.answered.append)

    @property
    def state(self) -> messages.State:
        assert self.link.last_state is not None
        return self.link.last_state

    def until(self, holds: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(holds, timeout=ENGINE_MS)

    def press(self, action: QAction) -> messages.State:
        """Trigger an action as a person can, and wait for its answer."""
        self.until(action.isEnabled)
        action.trigger()
        command = self.link.last
        self.until(lambda: command in self.answered)
        return self.state

    def verb(self, name: str) -> messages.State:
        return self.press(self.window.action_set[name])
