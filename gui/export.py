"""The canvas' picture as a file: PNG, SVG or PDF, the whole graph and not only what is in sight."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QIODevice, QMarginsF, QRectF, QSaveFile, QSize, QSizeF
from PySide6.QtGui import QImage, QImageWriter, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from .canvas.view import GraphView

PNG_SCALE = 2.0
MOST_PIXELS = 120_000_000
LONGEST_SIDE = 30_000
LONGEST_PAGE = 14_000.0  # points; PDF readers stop at 14,400
DOTS = 96.0  # logical pixels per inch


def save_picture(view: GraphView, path: Path) -> None:
    """Write the whole graph and its legend to `path`; its suffix tells the format.

    Raises
    ------
    OSError
        If there is no graph, the suffix is none of .png, .svg and .pdf, or the file cannot be
        written.
    """
    size = view.picture_size()
    translate = QCoreApplication.translate
    if size.isEmpty():
        raise OSError(translate("Export", "There is no graph to draw."))
    save = _FORMATS.get(path.suffix.lower())
    if save is None:
        known = ", ".join(_FORMATS)
        raise OSError(
            translate("Export", "{0} is no picture format: choose one of {1}.").format(
                path.suffix or path.name, known
            )
        )
    file = QSaveFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.WriteOnly):
        raise OSError(file.errorString())
    save(view, size, file)
    if not file.commit():
        raise OSError(file.errorString())


def _png(view: GraphView, size: QSizeF, file: QSaveFile) -> None:
    scale = min(
        PNG_SCALE,
        LONGEST_SIDE / max(size.width(), size.height()),
        math.sqrt(MOST_PIXELS / (size.width() * size.height())),
    )
    pixels = QSize(max(round(size.width() * scale), 1), max(round(size.height() * scale), 1))
    image = QImage(pixels, QImage.Format.Format_RGB32)
    if image.isNull():
        raise OSError(QCoreApplication.translate("Export", "The picture needs too much memory."))
    painter = QPainter(image)
    view.paint_picture(painter, QRectF(0, 0, pixels.width(), pixels.height()))
    painter.end()
    writer = QImageWriter(file, b"png")
    if not writer.write(image):
        raise OSError(writer.errorString())


def _svg(view: GraphView, size: QSizeF, file: QSaveFile) -> None:
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(file)
    generator.setResolution(round(DOTS))
    generator.setSize(QSize(math.ceil(size.width()), math.ceil(size.height())))
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    generator.setTitle(QCoreApplication.translate("Export", "Autograd graph"))
    painter = QPainter(generator)
    view.paint_picture(painter, QRectF(0, 0, size.width(), size.height()))
    painter.end()


def _pdf(view: GraphView, size: QSizeF, file: QSaveFile) -> None:
    points = size * (72.0 / DOTS)
    points *= min(1.0, LONGEST_PAGE / max(points.width(), points.height()))
    writer = QPdfWriter(file)
    writer.setTitle(QCoreApplication.translate("Export", "Autograd graph"))
    writer.setPageSize(QPageSize(points, QPageSize.Unit.Point))
    writer.setPageMargins(QMarginsF())
    painter = QPainter(writer)
    view.paint_picture(painter, QRectF(0, 0, writer.width(), writer.height()))
    painter.end()


_FORMATS: dict[str, Callable[[GraphView, QSizeF, QSaveFile], None]] = {
    ".png": _png,
    ".svg": _svg,
    ".pdf": _pdf,
}
