"""What the session's model of a person's own is, in the setup panel."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QGroupBox, QPushButton, QVBoxLayout, QWidget

from ... import literals
from ...engine import messages
from ..opening import target
from ..theme import Theme
from .sheet import Sheet


class OwnCard(QGroupBox):
    """Name, file, inputs, loss and optimizer; hidden while no such model is open.

    `changing` is emitted for its button.
    """

    changing = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: messages.OwnModel | None = None
        self.sheet = Sheet()
        self.sheet.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.sheet.setAccessibleName(self.tr("The model that is open"))
        self.sheet.setTabChangesFocus(True)
        self.button = QPushButton(self.tr("Change…"))
        self.button.setToolTip(self.tr("Opens the dialog with these choices in it."))
        self.button.clicked.connect(self.changing)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 2, 4, 6)
        column.addWidget(self.sheet)
        column.addWidget(self.button)
        theme.changed.connect(self._write)
        self.hide()

    def show_own(self, own: messages.OwnModel | None) -> None:
        """Show a model; None for none."""
        if own != self._shown:
            self._shown = own
            self.setVisible(own is not None)
            self._write()

    def _write(self) -> None:
        own = self._shown
        if own is None:
            return
        self.setTitle(target.title(own.target))
        place, _ = target.split(own.target)
        file = target.file_of(own.target)
        self.sheet.setToolTip(file)
        rows = (
            (self.tr("File"), file.replace("\\", "/").rpartition("/")[2]),
            (self.tr("Module"), "" if file else place),
            (self.tr("Arguments"), own.arguments),
            (self.tr("Batch from"), own.batch),
            (self.tr("Inputs"), "" if own.batch else own.inputs.replace(",", ", ")),
            (self.tr("Output"), own.root if own.root != "output" else ""),
            (self.tr("Loss"), called(own.loss, own.loss_arguments)),
            (self.tr("Optimizer"), called(own.optimizer, own.optimizer_arguments)),
        )
        muted = self._theme.palette.muted
        self.sheet.show_html(
            "".join(
                f'<p style="margin:0 0 3px 0"><span style="color:{muted}">{escape(label)}</span>'
                f" &nbsp;{escape(text)}</p>"
                for label, text in rows
                if text
            )
        )


def called(name: str, arguments: str) -> str:
    """A class with its arguments, as Python would call it: "SGD(momentum=0.9)"."""
    if not name or not arguments:
        return name
    try:
        given = literals.read(arguments)
    except literals.NoLiteral:
        return f"{name} {arguments}"
    if not isinstance(given, dict):
        return f"{name} {arguments}"
    return f"{name}({', '.join(f'{key}={literals.source(value)}' for key, value in given.items())})"
