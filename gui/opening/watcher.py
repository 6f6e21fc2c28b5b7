"""Tells when a file was saved, however the editor did it.

Many editors write a new file and rename it over the old one: then the watch on the old one ends
without a word, so that the folder is watched too.

Source: https://doc.qt.io/qt-6/qfilesystemwatcher.html
"""

from __future__ import annotations

import os

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

SETTLE_MS = 200  # without a further change; some editors empty a file before they fill it

Mark = tuple[int, int, int]  # inode, nanoseconds of the last change, bytes


class FileWatcher(QObject):
    """Watches one file. `saved(path)` is emitted once for each change of its content."""

    saved = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = ""
        self._mark: Mark | None = None
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._stirred)
        self._watcher.directoryChanged.connect(self._stirred)
        self._settled = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settled.timeout.connect(self._look)

    @property
    def path(self) -> str:
        """The file that is watched; "" for none."""
        return self._path

    def watch(self, path: str) -> None:
        """Watch this file from now on; "" watches none."""
        if path == self._path:
            return
        watched = self._watcher.files() + self._watcher.directories()
        if watched:
            self._watcher.removePaths(watched)
        self._settled.stop()
        self._path = path
        self._mark = _mark(path)
        self._add()

    def _add(self) -> None:
        if not self._path:
            return
        known = {*self._watcher.files(), *self._watcher.directories()}
        wanted = [self._path, os.path.dirname(self._path) or "."]
        missing = [path for path in wanted if path not in known and os.path.exists(path)]
        if missing:
            self._watcher.addPaths(missing)

    def _stirred(self, _path: str) -> None:
        self._add()
        self._settled.start()

    def _look(self) -> None:
        self._add()
        mark = _mark(self._path)
        if mark is not None and mark != self._mark:
            self._mark = mark
            self.saved.emit(self._path)


def _mark(path: str) -> Mark | None:
    """What changes when a file is written; None while there is no file."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
