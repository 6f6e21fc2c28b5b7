"""Building the model again when its file was saved, and saying what was kept."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from ...engine import messages
from ..failure_text import explained
from ..health import Health
from ..link import EngineLink
from ..preferences import Preferences
from ..window import MainWindow
from . import target
from .watcher import FileWatcher

TOLD_MS = 8000
LISTED = 6  # of what was not kept


class Reloading(QObject):
    """Watches the open model's files and asks the engine to build the model again."""

    def __init__(
        self, window: MainWindow, link: EngineLink, preferences: Preferences, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._link = link
        self._preferences = preferences
        self._switch = window.action_set["reload_on_save"]
        self._switch.setChecked(preferences.reload_on_save)
        self._name = self._file = ""
        self._imported: tuple[str, ...] = ()
        self._asked = 0  # the last Reload
        self._running = 0  # the one that is not answered yet
        self._again = False
        self.watcher = FileWatcher(self)
        self.watcher.saved.connect(self._saved)
        link.reloaded.connect(self._tell)
        link.sources.connect(self._show_sources)
        link.answered.connect(self._answered)
        link.health.connect(self._health)

    def show_state(self, state: messages.State) -> None:
        """Watch the file of the session's model."""
        settings = state.settings
        own = settings.own if settings.net == messages.OWN else None
        file = target.file_of(own.target) if own is not None else ""
        self._name = Path(file).name if file else target.title(own.target) if own else ""
        self._file = file
        self._watch()

    def _show_sources(self, event: messages.Sources) -> None:
        self._imported = event.files
        self._watch()

    def _watch(self) -> None:
        self.watcher.watch(filter(None, (self._file, *self._imported)))

    def reload(self) -> None:
        """Build the model again, whether its file was changed or not."""
        if self._running:
            self._again = True  # saved once more meanwhile: one more time is enough
            return
        self._window.note.hide()
        self._asked = self._running = self._link.send(messages.Reload())

    def title(self, failure: messages.Failure) -> str:
        """What is said of a reload that failed; "" of anything else."""
        if not self._asked or failure.reply_to != self._asked:
            return ""
        return self.tr("{0} was not reloaded; the model from before stays.").format(self._name)

    def _answered(self, command: int) -> None:
        if command != self._running:
            return
        self._running = 0
        if self._again:
            self._again = False
            self.reload()

    def _health(self, health: Health) -> None:
        if health.kind in ("dead", "stopped", "restoring", "starting"):
            self._running, self._again = 0, False

    def switch(self) -> None:
        """Remember whether saving reloads."""
        self._preferences.reload_on_save = self._switch.isChecked()

    def _saved(self, path: str) -> None:
        if self._switch.isChecked() and self._window.action_set["reload_model"].isEnabled():
            self.reload()
        else:
            self._say(self.tr("{0} was saved. F5 builds the model again.").format(Path(path).name))

    def _tell(self, event: messages.Reloaded) -> None:
        if not event.dropped and not event.new:
            words = self.tr("{0} was reloaded; all weights are kept ({1}).")
            self._say(words.format(self._name, event.kept))
            return
        words = self.tr("{0} was reloaded: {1} weights are kept, {2} are not.")
        self._window.note.show_note(
            words.format(self._name, event.kept, len(event.dropped)), self._details(event)
        )

    def _details(self, event: messages.Reloaded) -> str:
        lines = [f"{row.name}: {explained(row.why)}" for row in event.dropped[:LISTED]]
        more = len(event.dropped) - LISTED
        if more > 0:
            lines.append(self.tr("… and {0} more").format(more))
        if event.new:
            names = ", ".join(event.new[:LISTED]) + (", …" if len(event.new) > LISTED else "")
            lines.append(self.tr("New, and drawn anew: {0}").format(names))
        return "\n".join(lines)

    def _say(self, sentence: str) -> None:
        self._window.status.showMessage(sentence, TOLD_MS)
