"""The icons, drawn as lines in assets/icons and coloured by the theme."""

from __future__ import annotations

import math
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from .theme import Palette

FOLDER = Path(__file__).resolve().parent.parent / "assets" / "icons"
SIZE = 24  # logical pixels beside a text of usual size
USUAL_TEXT = 16  # the height of such a text, in logical pixels


def side() -> int:
    """The side of an icon beside the application's text, in logical pixels."""
    text = QFontMetrics(QGuiApplication.font()).height()
    return max(SIZE, round(SIZE * (1 + text / USUAL_TEXT) / 2))  # large text needs the room


def icon(name: str, palette: Palette) -> QIcon:
    """The icon `name` in the palette's text colour, muted where disabled; empty for "".

    Where there is a drawing `<name>_on`, it shows while the action is checked.
    """
    result = QIcon()
    if not name:
        return result
    states = {QIcon.State.Off: FOLDER / f"{name}.svg", QIcon.State.On: FOLDER / f"{name}_on.svg"}
    for state, path in states.items():
        if state is QIcon.State.Off or path.exists():
            _add(result, path.read_bytes(), state, palette)
    return result


def _add(result: QIcon, drawing: bytes, state: QIcon.State, palette: Palette) -> None:
    scales = {1, *(math.ceil(screen.devicePixelRatio()) for screen in QGuiApplication.screens())}
    for mode, colour in (
        (QIcon.Mode.Normal, palette.text),
        (QIcon.Mode.Selected, palette.on_accent),
        (QIcon.Mode.Disabled, palette.freed),
    ):
        renderer = QSvgRenderer(QByteArray(drawing.replace(b"currentColor", colour.encode())))
        for scale in scales:
            result.addPixmap(_drawn(renderer, side() * scale), mode, state)


def application_icon() -> QIcon:
    """The program's own icon, in its own colours."""
    return QIcon(str(FOLDER / "gradwalk.svg"))


def _drawn(renderer: QSvgRenderer, size: int) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
