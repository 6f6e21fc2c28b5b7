"""The dialog that opens a model of a person's own; what it asks the engine, `flow.py` knows."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ..theme import Theme
from .candidates import CandidateList
from .complaint import Complaint
from .drop import python_file
from .form import ModelForm
from .progress import BusyLine

LETTERS = (150, 34)  # the dialog's usual width in letters and height in lines


class OpenDialog(QDialog):
    """Fields, a list, a form and buttons; everything stays as it was when it is closed.

    Signals
    -------
    named(str)
        The text of the field for the file was changed by a person.
    wanted()
        Open, by its button or by Enter.
    copied()
        Copy as command.
    """

    named = Signal(str)
    wanted = Signal()
    copied = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Open a model"))
        self.setAcceptDrops(True)
        self._make(theme)
        self._lay_out()
        letters, lines = LETTERS
        metrics = self.fontMetrics()
        width, height = letters * metrics.averageCharWidth(), lines * metrics.lineSpacing()
        self.resize(min(width, parent.width() - 40), min(height, parent.height() - 40))

    def _make(self, theme: Theme) -> None:
        self.target = QLineEdit()
        self.target.setPlaceholderText("model.py, model.py:make_model, package.module:Class")
        self.target.setAccessibleName(self.tr("File or importable name"))
        self.target.setClearButtonEnabled(True)
        self.target.textEdited.connect(self.named)
        self.browse = QPushButton(self.tr("&Browse…"))
        self.browse.setAutoDefault(False)
        self.browse.clicked.connect(self._browse)
        self.list = CandidateList()
        self.list.accepted.connect(self.wanted)
        self.figures = QLabel()
        self.figures.setWordWrap(True)
        self.form = ModelForm(theme)
        self.busy = BusyLine()
        self.complaint = Complaint(theme)
        self.command = QPushButton(self.tr("&Copy as command"))
        self.command.setAutoDefault(False)
        self.command.setToolTip(self.tr("The command line that opens this model like this."))
        self.command.clicked.connect(self.copied)
        self.opens = QPushButton(self.tr("&Open"))
        self.opens.setDefault(True)
        self.opens.clicked.connect(self.wanted)
        self.cancel = QPushButton(self.tr("Ca&ncel"))
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        first, second = (
            QLabel(self.tr("&File or importable name")),
            QLabel(self.tr("Mo&dels in it")),
        )
        first.setBuddy(self.target)
        second.setBuddy(self.list)
        named = QHBoxLayout()
        named.addWidget(first)
        named.addWidget(self.target, 1)
        named.addWidget(self.browse)
        found = QVBoxLayout()
        found.addWidget(second)
        found.addWidget(self.list, 1)
        found.addWidget(self.figures)
        chosen = QScrollArea()  # large text on a small screen: it scrolls
        chosen.setWidget(self.form)
        chosen.setWidgetResizable(True)
        chosen.setFrameShape(QFrame.Shape.NoFrame)
        chosen.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        chosen.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        chosen.setMinimumWidth(self.form.minimumSizeHint().width())
        middle = QGridLayout()
        middle.setHorizontalSpacing(14)
        middle.addLayout(found, 0, 0)
        middle.addWidget(chosen, 0, 1)
        middle.setColumnStretch(0, 4)
        middle.setColumnStretch(1, 5)
        buttons = QHBoxLayout()
        buttons.addWidget(self.command)
        buttons.addStretch(1)
        buttons.addWidget(self.opens)
        buttons.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.addLayout(named)
        column.addLayout(middle, 1)
        column.addWidget(self.busy)
        column.addWidget(self.complaint)
        column.addLayout(buttons)

    # --- events -----------------------------------------------------------------------------

    def name_target(self, text: str) -> None:
        """Put a file or a name into its field, as if a person had typed it."""
        self.target.setText(text)
        self.named.emit(text)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a Python file."""
        if python_file(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the file that was dropped."""
        self.name_target(python_file(event.mimeData()))
        event.acceptProposedAction()

    def _browse(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("Choose a file"), self.target.text().rpartition(":")[0],
            self.tr("Python (*.py *.ipynb);;All files (*)"),
        )  # fmt: skip
        if path:
            self.name_target(path)
