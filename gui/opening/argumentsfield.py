"""A field for arguments, as JSON or as in Python, which says at the field what is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from ... import literals
from ..style import code_font
from ..theme import Theme


class ArgumentsField(QWidget):
    """One line of arguments by name, or nothing; by place too where `lists` says so.

    `edited()` comes with every key a person types, whether it is valid or not.
    """

    edited = Signal()

    def __init__(self, theme: Theme, *, lists: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._lists = lists
        self.line = QLineEdit()
        self.line.setFont(code_font(self))
        self.line.textEdited.connect(lambda _text: self.edited.emit())
        self.line.textChanged.connect(self._check)
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.line)
        column.addWidget(self.problem)
        self.setFocusProxy(self.line)
        theme.changed.connect(self._check)

    def name(self, name: str) -> None:
        """What a screen reader calls it."""
        self.line.setAccessibleName(name)

    @property
    def text(self) -> str:
        """What is typed, without blanks around it."""
        return self.line.text().strip()

    @property
    def valid(self) -> bool:
        """Whether it is empty or can be read."""
        return not mistake(self.text, self._lists)

    def show_text(self, text: str) -> None:
        """Put a text there."""
        if text != self.line.text():
            self.line.setText(text)

    def offer(self, parameters: Sequence[tuple[str, str]]) -> None:
        """Show names and defaults where nothing is typed."""
        shown = ", ".join(f"{name}={default}" if default else name for name, default in parameters)
        self.line.setPlaceholderText(shown or self.tr("no arguments"))
        self.line.setToolTip(
            "<p>"
            + self.tr("Arguments by name, as JSON or as in Python: {0}").format(example(parameters))
            + "</p>"
        )

    def _check(self) -> None:
        said = mistake(self.text, self._lists)
        colours = self._theme.palette
        ink, field = QPalette(), QPalette()
        if said:
            ink.setColor(QPalette.ColorRole.WindowText, QColor(colours.danger))
            field.setColor(QPalette.ColorRole.Base, QColor(colours.danger_ground))
            field.setColor(QPalette.ColorRole.Text, QColor(colours.danger))
        self.problem.setPalette(ink)
        self.line.setPalette(field)
        self.problem.setText(f"⚠ {said}" if said else "")
        self.problem.setVisible(bool(said))
        self.line.setAccessibleDescription(said)


def mistake(text: str, lists: bool = False) -> str:
    """What is wrong with arguments, in a sentence; "" if nothing is."""
    translate = QCoreApplication.translate
    try:
        value = literals.read(text)
    except literals.NoLiteral as error:
        return _said(error)
    if value is not None and not isinstance(value, dict | list if lists else dict):
        return translate("ArgumentsField", "Write names and values, such as width=64.")
    return ""


def _said(error: literals.NoLiteral) -> str:
    translate = QCoreApplication.translate
    if error.problem == "deep":
        return translate("ArgumentsField", "This is nested too deeply.")
    if error.problem == "kind":
        return translate("ArgumentsField", "Write names and values, such as width=64.")
    if error.problem == "open":
        return translate("ArgumentsField", "Write a value for the dots at letter {0}.").format(
            error.place + 1
        )
    if error.problem == "value":
        return translate(
            "ArgumentsField", "{0} (letter {1}) is no number, text, list or tuple."
        ).format(error.said, error.place + 1)
    return translate("ArgumentsField", "Wrong from letter {0} on: {1}").format(
        error.place + 1, error.said
    )


def example(parameters: Sequence[tuple[str, str]]) -> str:
    """How arguments are written, by the first parameters there are."""
    given = []
    for name, default in parameters[:2]:
        value = default if default and not mistake(f"{name}={default}") else "…"
        given.append(f"{name}={value}")
    return ", ".join(given) or "width=64"
