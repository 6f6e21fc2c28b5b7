"""What the session's model of a person's own is, in the setup panel."""

from __future__ import annotations

import json

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QGroupBox, QLabel, QPushButton, QWidget

from ...engine import messages
from ..opening import target


class OwnCard(QGroupBox):
    """Name, file, inputs, loss and optimizer; hidden while no such model is open.

    `changing` is emitted for its button.
    """

    changing = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: messages.OwnModel | None = None
        self.form = QFormLayout(self)
        self.form.setContentsMargins(8, 6, 8, 8)
        self.form.setVerticalSpacing(3)
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        self._labels: dict[str, QLabel] = {}
        for name, text in (
            ("file", self.tr("File")),
            ("arguments", self.tr("Arguments")),
            ("inputs", self.tr("Inputs")),
            ("output", self.tr("Output")),
            ("loss", self.tr("Loss")),
            ("optimizer", self.tr("Optimizer")),
        ):
            label = self._labels[name] = QLabel()
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.form.addRow(text, label)
        self.button = QPushButton(self.tr("Change…"))
        self.button.setToolTip(self.tr("Opens the dialog with these choices in it."))
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.clicked.connect(self.changing)
        self.form.addRow(self.button)
        self.hide()

    def text(self, name: str) -> str:
        """What a row says: "file", "arguments", "inputs", "output", "loss" or "optimizer"."""
        return self._labels[name].text()

    def show_own(self, own: messages.OwnModel | None) -> None:
        """Show a model; None for none."""
        if own == self._shown:
            return
        self._shown = own
        self.setVisible(own is not None)
        if own is None:
            return
        self.setTitle(target.title(own.target))
        place, _ = target.split(own.target)
        file = target.file_of(own.target)
        for name, text in (
            ("file", file.replace("\\", "/").rpartition("/")[2] or place),
            ("arguments", own.arguments),
            ("inputs", own.batch or own.inputs.replace(",", ", ")),
            ("output", own.root if own.root not in ("", "output") else ""),
            ("loss", called(own.loss, own.loss_arguments)),
            ("optimizer", called(own.optimizer, own.optimizer_arguments)),
        ):
            self._labels[name].setText(text)
            self._labels[name].setToolTip(file if name == "file" else "")
            self.form.setRowVisible(self._labels[name], bool(text))


def called(name: str, arguments: str) -> str:
    """A class with its arguments, as Python would call it: "SGD(momentum=0.9)"."""
    if not name or not arguments:
        return name
    try:
        given = json.loads(arguments)
    except json.JSONDecodeError:
        return f"{name} {arguments}"
    if not isinstance(given, dict):
        return f"{name} {arguments}"
    return f"{name}({', '.join(f'{key}={value!r}' for key, value in given.items())})"
