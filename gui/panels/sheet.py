"""Rich text that can be selected and copied, as high as it is long; for panels that scroll."""

from __future__ import annotations

import math
import re

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent, QTextDocumentFragment, QWheelEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser


class Sheet(QTextBrowser):
    """Shows HTML; while a person has text selected in it, newer text waits."""

    def __init__(self) -> None:
        super().__init__()
        self._shown = ""
        self._waiting: str | None = None
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(6)
        self.viewport().setAutoFillBackground(False)
        self.selectionChanged.connect(self._selection_changed)

    def show_html(self, html: str, force: bool = False) -> None:
        """Show another text; `force` drops what is selected."""
        if html == self._shown:
            self._waiting = None
            return
        if self.textCursor().hasSelection() and not force:
            self._waiting = html
            return
        self._waiting = None
        self._shown = html
        self.setHtml(html)
        self._fit()

    def plain(self) -> str:
        """The text without its looks; a table's row is one line, "label: value"."""
        html = re.sub(r"</td>\s*<td[^>]*>", ": ", self._shown)
        html = re.sub(r"</tr>", "<br>", re.sub(r"</?(table|td)[^>]*>|<tr>", "", html))
        return QTextDocumentFragment.fromHtml(html).toPlainText()

    def minimumSizeHint(self) -> QSize:
        """Any width; the height follows."""
        return QSize(60, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_shown"):
            self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave scrolling to the panel."""
        event.ignore()

    def _fit(self) -> None:
        self.document().setTextWidth(self.viewport().width())
        self.setFixedHeight(math.ceil(self.document().size().height()))

    def _selection_changed(self) -> None:
        if self._waiting is not None and not self.textCursor().hasSelection():
            self.show_html(self._waiting)
