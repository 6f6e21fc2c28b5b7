"""The verbs of the command line, one after the other, and the picture after them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ..engine import messages
from .failure_text import advice, summary
from .health import Health
from .link import EngineLink
from .theme import ANIMATION_MS
from .window import MainWindow

if TYPE_CHECKING:
    from .viewer_window import ViewerWindow

QUIET_MS = 2 * ANIMATION_MS  # after the last change; then every animation has ended
PATIENCE_MS = 300_000  # for PyTorch to load and all verbs to be answered


class Runner(QObject):
    """Sends each command when the one before has been answered.

    What PyTorch refuses is an answer too. Emits `done` when all are answered, `broken(reason)` when
    the engine dies or refuses the settings it was to start with.
    """

    done = Signal()
    broken = Signal(str)

    def __init__(
        self, link: EngineLink, commands: Sequence[messages.Command], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._link = link
        self._left = list(commands)
        self._waiting = 0  # the command without an answer; 0: the first state is awaited
        self._early()
        link.state.connect(self._first)
        link.answered.connect(self._answered)
        link.failure.connect(self._refused)
        link.health.connect(self._look)

    def _early(self) -> None:
        """Let the first command wait for the session in the engine, where one is starting.

        A training's end is known by the order of the commands, so that it comes after the session.
        """
        if self._left and not isinstance(self._left[0], messages.Train):
            self._waiting = self._link.send(self._left[0])
            if self._waiting:
                self._left.pop(0)

    def _first(self, _state: messages.State) -> None:
        self._link.state.disconnect(self._first)
        self._link.failure.disconnect(self._refused)
        if not self._waiting:
            self._next()

    def _refused(self, failure: messages.Failure) -> None:
        if failure.reply_to == self._waiting != 0:
            return  # the first command's own failure, and no word about the session
        told = [summary(failure), advice(failure)]
        self.broken.emit("\n".join(text for text in told if text))

    def _answered(self, command: int) -> None:
        state = self._link.last_state
        training = state is not None and state.training  # then this was the answer to its start
        if command == self._waiting and not training:
            self._next()

    def _next(self) -> None:
        if self._left:
            self._waiting = self._link.send(self._left.pop(0))
        else:
            self._link.answered.disconnect(self._answered)
            self._link.health.disconnect(self._look)
            self.done.emit()

    def _look(self, health: Health) -> None:
        if health.kind == "dead":
            self.broken.emit(health.reason)


class Screenshot(QObject):
    """Draws the window, or the graph alone, to a file when nothing moves any more.

    Emits `finished("")`, or `finished(reason)` when there is no file.
    """

    finished = Signal(str)

    def __init__(self, window: MainWindow | ViewerWindow, path: Path) -> None:
        super().__init__(window)
        self._window = window
        self._path = path
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self._draw)

    def take(self) -> None:
        """Draw as soon as the graph's layout stands."""
        self._window.canvas.laid_out.connect(self._quiet.start)
        self._quiet.start()

    def _draw(self) -> None:
        if self._window.canvas.busy:
            return  # laid_out starts the timer again
        try:
            self._save()
        except OSError as error:
            self.finished.emit(f"{self._path} could not be written: {error.strerror or error}")
        else:
            self.finished.emit("")

    def _save(self) -> None:
        if self._path.suffix.lower() != ".png":
            from .export import save_picture

            save_picture(self._window.canvas, self._path)
        elif not self._window.grab().save(str(self._path), "PNG"):
            raise OSError("the folder is missing or not writable")
