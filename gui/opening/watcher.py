"""Tells when one of some files was saved, however the editor did it.

Many editors write a new file and rename it over the old one: then the watch on the old one ends
without a word, so that the folder is watched too.

Source: https://doc.qt.io/qt-6/qfilesystemwatcher.html
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

SETTLE_MS = 200  # without a further change; some editors empty a file before they fill it

Mark = tuple[int, int, int]  # inode, nanoseconds of the last change, bytes


class FileWatcher(QObject):
    """Watches files. `saved(path)` is emitted once for changes that come together."""

    saved = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._marks: dict[str, Mark | None] = {}
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._stirred)
        self._watcher.directoryChanged.connect(self._stirred)
        self._settled = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settled.timeout.connect(self._look)

    @property
    def paths(self) -> tuple[str, ...]:
        """The files that are watched."""
        return tuple(self._marks)

    def watch(self, paths: Iterable[str]) -> None:
        """Watch these files from now on, and no others."""
        wanted = tuple(dict.fromkeys(paths))
        if wanted == self.paths:
            return
        watched = self._watcher.files() + self._watcher.directories()
        if watched:
            self._watcher.removePaths(watched)
        # What was saved a moment ago is still to be told.
        self._marks = {p: self._marks[p] if p in self._marks else _mark(p) for p in wanted}
        self._add()

    def _add(self) -> None:
        known = {*self._watcher.files(), *self._watcher.directories()}
        folders = (os.path.dirname(path) or "." for path in self._marks)
        wanted = dict.fromkeys([*self._marks, *folders])
        missing = [path for path in wanted if path not in known and os.path.exists(path)]
        if missing:
            self._watcher.addPaths(missing)

    def _stirred(self, _path: str) -> None:
        self._add()
        self._settled.start()

    def _look(self) -> None:
        self._add()
        now = {path: _mark(path) for path in self._marks}
        changed = [path for path, mark in now.items() if mark and mark != self._marks[path]]
        self._marks |= {path: now[path] for path in changed}
        if changed:
            self.saved.emit(changed[0])


def _mark(path: str) -> Mark | None:
    """What changes when a file is written; None while there is no file."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
