"""The small windows: keyboard shortcuts, About, and asking for a file's name."""

from __future__ import annotations

import platform
from html import escape
from pathlib import Path

import PySide6
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QMessageBox,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from .. import __version__
from ..engine import messages
from .action_set import Actions, plain, translated
from .actions import MENUS
from .icons import application_icon


def shortcuts_html(actions: Actions) -> str:
    """Every shortcut with what it does, by menu, as a table."""
    rows: list[str] = []
    for menu, (_, title) in MENUS.items():
        own = [(spec, action) for spec, action in actions.all() if spec.menu == menu and spec.keys]
        if own:
            rows.append(f"<tr><th colspan=3 align=left>{plain(translated(title))}</th></tr>")
        for spec, action in own:
            keys = QCoreApplication.translate("Dialogs", " or ").join(
                sequence.toString(QKeySequence.SequenceFormat.NativeText)
                for sequence in action.shortcuts()
            )
            name = plain(translated(spec.text))
            rows.append(
                f"<tr><td><b>{escape(keys)}</b>&nbsp;&nbsp;</td><td>{escape(name)}&nbsp;&nbsp;</td>"
                f"<td>{escape(action.statusTip())}</td></tr>"
            )
    for keys, name, tip in _canvas_keys():
        rows.append(f"<tr><td><b>{keys}</b>&nbsp;&nbsp;</td><td>{name}</td><td>{tip}</td></tr>")
    return f"<table cellpadding=3>{''.join(rows)}</table>"


def _canvas_keys() -> list[tuple[str, str, str]]:
    return [
        (
            "↓ ↑ ← →",
            QCoreApplication.translate("Dialogs", "Walk the graph"),
            QCoreApplication.translate(
                "Dialogs",
                "Down: along next_functions, the way gradients flow. Up: back towards the loss. "
                "Left and right: to the neighbours.",
            ),
        ),
        (
            "F3",
            QCoreApplication.translate("Dialogs", "Next match"),
            QCoreApplication.translate("Dialogs", "Shift+F3: the previous one."),
        ),
    ]


def show_shortcuts(actions: Actions, parent: QWidget) -> QDialog:
    """A window with every shortcut; it stays beside the work."""
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(QCoreApplication.translate("Dialogs", "Keyboard shortcuts"))
    text = QTextBrowser()
    text.setHtml(shortcuts_html(actions))
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    column = QVBoxLayout(dialog)
    column.addWidget(text)
    column.addWidget(buttons)
    dialog.resize(min(860, parent.width() - 40), min(640, parent.height() - 40))
    dialog.show()
    return dialog


def about_html(hello: messages.Hello | None) -> str:
    """Versions of what runs, and the licence."""
    unknown = QCoreApplication.translate("Dialogs", "not started yet")
    versions = [
        ("gradwalk", __version__),
        ("PyTorch", hello.torch if hello is not None else unknown),
        ("PySide6, Qt", PySide6.__version__),
        ("Python", platform.python_version()),
    ]
    rows = "".join(
        f"<tr><td>{name}&nbsp;&nbsp;</td><td>{text}</td></tr>" for name, text in versions
    )
    intro = QCoreApplication.translate(
        "Dialogs", "Walk PyTorch's autograd graph: see it, run it one verb at a time."
    )
    licence = QCoreApplication.translate(
        "Dialogs",
        "Licence: MIT. Qt and PySide6 are used under the LGPL 3. The handwritten digits are from "
        "the UCI data set of E. Alpaydin and C. Kaynak, CC BY 4.0.",
    )
    return f"<h2>gradwalk</h2><p>{intro}</p><table>{rows}</table><p>{licence}</p>"


def show_about(hello: messages.Hello | None, parent: QWidget) -> QDialog:
    """The About window."""
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(QCoreApplication.translate("Dialogs", "About gradwalk"))
    picture = QLabel()
    picture.setPixmap(application_icon().pixmap(72, 72))
    text = QLabel(about_html(hello))
    text.setWordWrap(True)
    text.setMinimumWidth(420)
    text.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    column = QVBoxLayout(dialog)
    for widget in (picture, text, buttons):
        column.addWidget(widget)
    dialog.show()
    return dialog


def ask_file(parent: QWidget, title: str, name: str, filters: str) -> Path | None:
    """Where to save, or None if the person thought better of it."""
    path, chosen = QFileDialog.getSaveFileName(parent, title, name, filters)
    if not path:
        return None
    target = Path(path)
    if not target.suffix:  # "Images (*.png)" gives .png
        target = target.with_suffix(chosen.partition("*")[2].partition(")")[0].split(" ")[0])
    return target


def warn(parent: QWidget, title: str, sentence: str) -> QMessageBox:
    """Say what went wrong, without holding up the program."""
    box = QMessageBox(QMessageBox.Icon.Warning, title, sentence, parent=parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
    return box
