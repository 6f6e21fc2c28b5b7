"""A drawing as a file: PNG, SVG or PDF, the whole graph and not only what is in sight."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import (
    QBuffer,
    QCoreApplication,
    QIODevice,
    QMarginsF,
    QRectF,
    QSaveFile,
    QSize,
    QSizeF,
)
from PySide6.QtGui import QImage, QImageWriter, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from .svgtext import portable

PNG_SCALE = 2.0
MOST_PIXELS = 120_000_000
LONGEST_SIDE = 30_000
LONGEST_PAGE = 14_000.0  # points; PDF readers stop at 14,400
DOTS = 96.0  # logical pixels per inch


class Drawable(Protocol):
    """What can be drawn at any size: the canvas, or a graph without a window."""

    def picture_size(self) -> QSizeF:
        """How large the picture is in logical pixels; empty if there is none."""
        ...

    def paint_picture(self, painter: QPainter, rectangle: QRectF) -> None:
        """Draw the picture as large as fits into a rectangle."""
        ...


def save_picture(drawing: Drawable, path: Path) -> None:
    """Write a drawing to `path`; its suffix tells the format.

    Raises
    ------
    OSError
        If there is nothing to draw, the suffix is none of .png, .svg and .pdf, or the file cannot
        be written.
    """
    form = path.suffix.lower().lstrip(".")
    if form not in _FORMATS:
        known = ", ".join(f".{form}" for form in _FORMATS)
        raise OSError(
            QCoreApplication.translate(
                "Export", "{0} is no picture format: choose one of {1}."
            ).format(path.suffix or path.name, known)
        )
    _check(drawing.picture_size())
    file = QSaveFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.WriteOnly):
        raise OSError(file.errorString())
    write(drawing, file, form)
    if not file.commit():
        raise OSError(file.errorString())


def write(
    drawing: Drawable, device: QIODevice, form: str, scale: float | None = None,
    width: int | None = None,
) -> None:  # fmt: skip
    """Write a drawing to an open device.

    Parameters
    ----------
    form : str
        "png", "svg" or "pdf".
    scale : float, optional
        Pixels for each logical one: 2 in a PNG and 1 elsewhere unless it is given, or less where
        the picture would become too large.
    width : int, optional
        The picture's width in pixels, instead of `scale`. SVG and PDF have 96 to the inch.

    Raises
    ------
    OSError
        If there is nothing to draw, or it would be too large at the size that was asked for.
    """
    size = drawing.picture_size()
    _check(size)
    if width is not None:
        scale = width / size.width()
    _FORMATS[form](drawing, size, device, scale)


def _check(size: QSizeF) -> None:
    if size.isEmpty():
        raise OSError(QCoreApplication.translate("Export", "There is no graph to draw."))


def _png(drawing: Drawable, size: QSizeF, device: QIODevice, scale: float | None) -> None:
    most = min(
        LONGEST_SIDE / max(size.width(), size.height()),
        math.sqrt(MOST_PIXELS / (size.width() * size.height())),
    )
    if scale is not None and scale > most:
        raise OSError(
            QCoreApplication.translate(
                "Export", "The picture would have {0}×{1} pixels, which is too large: at most {2} "
                "wide."
            ).format(*_pixels(size, scale), math.floor(size.width() * most))
        )  # fmt: skip
    pixels = QSize(*_pixels(size, min(PNG_SCALE, most) if scale is None else scale))
    image = QImage(pixels, QImage.Format.Format_RGB32)
    if image.isNull():
        raise OSError(QCoreApplication.translate("Export", "The picture needs too much memory."))
    painter = QPainter(image)
    drawing.paint_picture(painter, QRectF(0, 0, pixels.width(), pixels.height()))
    painter.end()
    writer = QImageWriter(device, b"png")
    if not writer.write(image):
        raise OSError(writer.errorString())


def _pixels(size: QSizeF, scale: float) -> tuple[int, int]:
    return max(round(size.width() * scale), 1), max(round(size.height() * scale), 1)


def _svg(drawing: Drawable, size: QSizeF, device: QIODevice, scale: float | None) -> None:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    generator.setResolution(round(DOTS))
    generator.setSize(QSize(math.ceil(size.width()), math.ceil(size.height())))
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    generator.setTitle(QCoreApplication.translate("Export", "Autograd graph"))
    painter = QPainter(generator)
    drawing.paint_picture(painter, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    buffer.close()
    wide, high = _pixels(size, 1.0 if scale is None else scale)
    device.write(portable(buffer.data().data(), wide, high))


def _pdf(drawing: Drawable, size: QSizeF, device: QIODevice, scale: float | None) -> None:
    points = size * ((1.0 if scale is None else scale) * 72.0 / DOTS)
    points *= min(1.0, LONGEST_PAGE / max(points.width(), points.height()))
    writer = QPdfWriter(device)
    writer.setTitle(QCoreApplication.translate("Export", "Autograd graph"))
    writer.setPageSize(QPageSize(points, QPageSize.Unit.Point))
    writer.setPageMargins(QMarginsF())
    painter = QPainter(writer)
    drawing.paint_picture(painter, QRectF(0, 0, writer.width(), writer.height()))
    painter.end()


_FORMATS: dict[str, Callable[[Drawable, QSizeF, QIODevice, float | None], None]] = {
    "png": _png,
    "svg": _svg,
    "pdf": _pdf,
}
