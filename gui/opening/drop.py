"""A Python file dropped onto the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from .target import ENDINGS


def python_file(data: QMimeData) -> str:
    """The first local Python file or notebook among what is dragged; "" if there is none."""
    paths = (url.toLocalFile() for url in data.urls())
    return next((path for path in paths if path.endswith(ENDINGS)), "")


class Drops(QObject):
    """Lets a widget take Python files; `dropped(path)` is emitted for one."""

    dropped = Signal(str)

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept what is dragged if there is such a file in it."""
        if isinstance(event, QDragEnterEvent | QDragMoveEvent | QDropEvent):
            path = python_file(event.mimeData())
            if path:
                event.acceptProposedAction()
                if event.type() == QEvent.Type.Drop:
                    self.dropped.emit(path)
                return True
        return super().eventFilter(watched, event)
