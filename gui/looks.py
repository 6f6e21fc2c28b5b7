"""The colours, the text size and the language that a person chose, put into force."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from . import style
from .action_set import Actions
from .preferences import Preferences
from .theme import Theme


class Looks(QObject):
    """Changes how the window looks, now and for the next time.

    `told(sentence)` says what a change does where that is not seen at once.
    """

    told = Signal(str)

    def __init__(
        self,
        actions: Actions,
        theme: Theme,
        preferences: Preferences,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._actions = actions
        self._theme = theme
        self._preferences = preferences
        actions.choose("theme", preferences.theme)
        actions.choose("language", preferences.language)
        theme.changed.connect(self._dress)

    def change_theme(self) -> None:
        """Take the theme that is checked."""
        choice = str(self._actions.chosen("theme"))
        self._preferences.theme = choice
        self._theme.choose(choice)

    def change_language(self) -> None:
        """Take the language that is checked, from the next start on."""
        self._preferences.language = str(self._actions.chosen("language"))
        self.told.emit(self.tr("The language changes when gradwalk starts the next time."))

    def larger(self) -> None:
        """Take the next larger text."""
        self._resize(1)

    def smaller(self) -> None:
        """Take the next smaller text."""
        self._resize(-1)

    def _resize(self, steps: int) -> None:
        scale = self._preferences.larger(steps)
        self._preferences.text_scale = scale
        style.size_text(_application(), scale)
        self.told.emit(self.tr("Text size: {0} %").format(round(100 * scale)))

    def _dress(self) -> None:
        style.dress(_application(), self._theme.palette)


def _application() -> QApplication:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return application
