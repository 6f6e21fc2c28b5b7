"""The strip over the canvas that says what is shown alone, so that nothing is hidden silently."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from ..panels.numbers import count
from .focus import DIMMED, FOLDED, HIDDEN, MANNERS, Focus


class FocusStrip(QFrame):
    """Shows itself while there is something to say about a Focus."""

    def __init__(self, focus: Focus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._focus = focus
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.label = QLabel()
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.others = QComboBox()
        self.others.setAccessibleName(self.tr("Everything else"))
        self.others.setToolTip(self.tr("What to do with everything else."))
        names = {
            HIDDEN: self.tr("Hide others"),
            FOLDED: self.tr("Fold others"),
            DIMMED: self.tr("Dim others"),
        }
        for manner in MANNERS:
            self.others.addItem(names[manner], manner)
        self.others.activated.connect(lambda row: focus.choose(MANNERS[row]))
        self.others.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button = QPushButton()
        self.button.setAutoDefault(False)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.clicked.connect(focus.clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.addWidget(self.label, 1)
        row.addWidget(self.others)
        row.addWidget(self.button)
        focus.changed.connect(self._tell)
        self._tell()

    def _tell(self) -> None:
        focus = self._focus
        active = focus.keep is not None
        lines = [self._only() if active else "", self._start(), focus.note]
        self.label.setText("\n".join(line for line in lines if line))
        self.others.setVisible(active)
        self.others.setCurrentIndex(MANNERS.index(focus.manner))
        shown = self.tr("Show everything")
        self.button.setText(shown if active else self.tr("Dismiss"))
        self.setVisible(bool(self.label.text()))

    def _only(self) -> str:
        focus = self._focus
        kept, whole = focus.counts
        text = {
            HIDDEN: self.tr("{0}: {1} of {2} nodes, {3} are hidden."),
            FOLDED: self.tr("{0}: {1} of {2} nodes; what holds none of them is folded."),
            DIMMED: self.tr("{0}: {1} of {2} nodes, the others are pale."),
        }[focus.manner]
        return text.format(focus.words, count(kept), count(whole), count(whole - kept))

    def _start(self) -> str:
        if not self._focus.start:
            return ""
        text = self.tr("A path starts at {0}: select its other end and choose “Path to here”.")
        return text.format(self._focus.start)
