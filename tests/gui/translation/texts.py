"""The translation's entries, and every text that a window shows."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

NAME = "gradwalk_zh_CN"

ENGINE_MS = 60_000

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Message:
    """One entry of the .ts file."""

    context: str
    source: str
    forms: tuple[str, ...]  # the translation; several only where the language has plurals
    finished: bool


def read(path: Path) -> list[Message]:
    found = []
    for context in ElementTree.parse(path).iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            forms = [form.text or "" for form in translation.iter("numerusform")]
            found.append(
                Message(
                    context.findtext("name"),
                    message.findtext("source"),
                    tuple(forms or [translation.text or ""]),
                    translation.get("type") is None,
                )
            )
    return found


def shown(window: QWidget) -> Iterator[str]:
    """Every text that the window and its children show, or tell on hover or to a reader."""
    for action in window.findChildren(QAction):
        yield from (action.text(), action.iconText(), action.toolTip(), action.statusTip())
    for widget in [window, *window.findChildren(QWidget)]:
        yield from (widget.windowTitle(), widget.toolTip(), widget.statusTip())
        yield from (widget.accessibleName(), widget.accessibleDescription())
        match widget:
            case QLabel() | QAbstractButton():
                yield widget.text()
            case QMenu():
                yield widget.title()
            case QLineEdit() | QPlainTextEdit():
                yield widget.placeholderText()
            case QTextEdit():
                yield from (widget.placeholderText(), *widget.toPlainText().split("\n"))
            case QComboBox():
                yield from (widget.itemText(i) for i in range(widget.count()))
            case QTabBar():
                yield from (widget.tabText(i) for i in range(widget.count()))
            case QAbstractItemView() if widget.model() is not None:
                yield from cells(widget)


def cells(view: QAbstractItemView) -> Iterator[str]:
    model, top = view.model(), QModelIndex()
    for column in range(1 if isinstance(view, QListView) else model.columnCount(top)):
        for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            yield str(model.headerData(column, Qt.Orientation.Horizontal, role) or "")
            yield from (
                str(model.index(row, column).data(role) or "") for row in range(model.rowCount(top))
            )
