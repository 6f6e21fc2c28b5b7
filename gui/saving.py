"""Saving the canvas' picture: asks where, writes it, and says how it went."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMainWindow

from . import dialogs
from .canvas.view import GraphView

TOLD_MS = 6000


def export_picture(window: QMainWindow, canvas: GraphView) -> None:
    """Save the drawing of the whole graph where the person wants it."""
    from .export import save_picture  # late: brings QtSvg's generator only when wanted

    translate = QCoreApplication.translate
    path = dialogs.ask_file(
        window, translate("Outputs", "Export the picture"), "graph.svg",
        translate("Outputs", "SVG (*.svg);;PDF (*.pdf);;PNG (*.png)"),
    )  # fmt: skip
    if path is None:
        return
    try:
        save_picture(canvas, path)
    except OSError as error:
        warn_unsaved(window, path, error)
    else:
        window.statusBar().showMessage(translate("Outputs", "Saved {0}.").format(path), TOLD_MS)


def warn_unsaved(window: QMainWindow, path: Path, error: OSError) -> None:
    """Say why a file could not be written."""
    translate = QCoreApplication.translate
    sentence = translate("Outputs", "{0} could not be written: {1}")
    sentence = sentence.format(path, error.strerror or error)
    dialogs.warn(window, translate("Outputs", "Not saved"), sentence)
