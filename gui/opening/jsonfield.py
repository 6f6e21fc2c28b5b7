"""A field for arguments as JSON, which says at the field what is wrong."""

from __future__ import annotations

import json
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from ..style import code_font
from ..theme import Theme

SPOKEN = {"True": "true", "False": "false", "None": "null"}  # Python's words in JSON


class JsonField(QWidget):
    """One line of JSON: an object with a key an argument, or nothing; a list where `lists` says so.

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
        """Whether it is empty or such JSON."""
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
            "<p>" + self.tr("Arguments by name, as JSON: {0}").format(example(parameters)) + "</p>"
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
    """What is wrong with arguments written as JSON, in a sentence; "" if nothing is."""
    translate = QCoreApplication.translate
    if not text:
        return ""
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        rest = text[error.pos :]
        for python, spoken in SPOKEN.items():
            if rest.startswith(python):
                return translate("JsonField", "JSON writes {0} as {1}.").format(python, spoken)
        if rest.startswith("'"):
            return translate("JsonField", 'JSON puts texts and names between " and ".')
        return translate("JsonField", "No JSON from letter {0} on: {1}").format(
            error.pos + 1, error.msg
        )
    except RecursionError:
        return translate("JsonField", "This is nested too deeply.")
    if not isinstance(value, dict | list if lists else dict):
        return translate("JsonField", 'Write an object, such as {"width": 64}.')
    return ""


def example(parameters: Sequence[tuple[str, str]]) -> str:
    """How arguments are written, by the first parameters there are."""
    given = []
    for name, default in parameters[:2]:
        value = default if default and not mistake(f'{{"{name}": {default}}}') else "…"
        given.append(f'"{name}": {value}')
    return f"{{{', '.join(given)}}}" if given else '{"width": 64}'
