"""What leaves the window: the script, the picture and the graph, to the clipboard or a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from ..engine import messages
from . import dialogs, saving
from .link import EngineLink
from .window import MainWindow


class Outputs(QObject):
    """Asks the engine for texts and puts them where the person wants them."""

    def __init__(self, window: MainWindow, link: EngineLink) -> None:
        super().__init__(window)
        self._window = window
        self._link = link
        self._waiting: dict[int, Callable[[str], None]] = {}
        link.text.connect(self._answer)

    def copy_script(self) -> None:
        """Copy the session as Python."""
        self._ask(messages.Script(), self._to_clipboard)

    def save_script(self) -> None:
        """Save the session as a Python file."""
        path = dialogs.ask_file(
            self._window, self.tr("Save the script"), "session.py", self.tr("Python (*.py)")
        )
        if path is not None:
            self._ask(messages.Script(), lambda text: self._to_file(path, text))

    def export_graph(self, form: messages.GraphFormat) -> None:
        """Save the graph's nodes and edges."""
        path = dialogs.ask_file(
            self._window, self.tr("Export the graph"), f"graph.{form}", f"{form} (*.{form})"
        )
        if path is not None:
            self._ask(messages.ExportGraph(form), lambda text: self._to_file(path, text))

    def export_picture(self) -> None:
        """Save the drawing of the whole graph."""
        saving.export_picture(self._window, self._window.canvas)

    def _ask(self, command: messages.Command, then: Callable[[str], None]) -> None:
        self._waiting[self._link.send(command)] = then

    def _answer(self, command: int, text: str) -> None:
        then = self._waiting.pop(command, None)
        if then is not None:
            then(text)

    def _to_clipboard(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._say(self.tr("Copied {0} lines of Python.").format(text.count("\n") + 1))

    def _to_file(self, path: Path, text: str) -> None:
        try:
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            saving.warn_unsaved(self._window, path, error)
        else:
            self._say(self.tr("Saved {0}.").format(path))

    def _say(self, sentence: str) -> None:
        self._window.status.showMessage(sentence, 6000)
