"""The graph's picture in a file: PNG, SVG or PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QGuiApplication, QImage, QPageSize, QPainter, QPdfWriter

PNG_SCALE = 2
PNG_PIXELS = 16_000
DOTS_PER_INCH = 96


class Drawable(Protocol):
    """What can draw itself whole."""

    def picture_size(self) -> QSizeF: ...
    def paint_picture(self, painter: QPainter, rect: QRectF) -> None: ...


def save_picture(view: Drawable, path: str | Path) -> None:
    """Write the whole graph with its legend; the suffix decides the format.

    Raises
    ------
    OSError
        If the file cannot be written.
    ValueError
        If the suffix is none of .png, .svg and .pdf.
    """
    path = Path(path)
    writers = {".png": _png, ".svg": _svg, ".pdf": _pdf}
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise ValueError(
            QGuiApplication.translate(
                "Picture", "A picture ends in .png, .svg or .pdf, not {name}."
            ).format(name=path.suffix or path.name)
        )
    with path.open("ab"):  # Qt's writers tell a failure only afterwards, and not why
        pass
    writer(view, path, view.picture_size())


def _draw(view: Drawable, device: object, rect: QRectF) -> None:
    painter = QPainter()
    if not painter.begin(device):  # type: ignore[call-overload]
        raise OSError("Qt could not begin to draw the picture")
    try:
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
        )
        view.paint_picture(painter, rect)
    finally:
        painter.end()


def _png(view: Drawable, path: Path, size: QSizeF) -> None:
    scale = min(PNG_SCALE, PNG_PIXELS / max(size.width(), size.height()))
    image = QImage((size * scale).toSize(), QImage.Format.Format_ARGB32_Premultiplied)
    if image.isNull():
        raise OSError("the picture is too large for a PNG: choose SVG or PDF")
    _draw(view, image, QRectF(image.rect()))
    if not image.save(str(path), "PNG"):
        raise OSError(f"{path} could not be written")


def _svg(view: Drawable, path: Path, size: QSizeF) -> None:
    from PySide6.QtSvg import QSvgGenerator  # late: only an export needs it

    generator = QSvgGenerator()
    generator.setFileName(str(path))
    generator.setSize(size.toSize())
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    generator.setTitle("gradwalk")
    _draw(view, generator, QRectF(0, 0, size.width(), size.height()))


def _pdf(view: Drawable, path: Path, size: QSizeF) -> None:
    writer = QPdfWriter(str(path))
    writer.setResolution(DOTS_PER_INCH)
    points = size * 72 / DOTS_PER_INCH
    writer.setPageSize(QPageSize(points, QPageSize.Unit.Point))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle("gradwalk")
    _draw(view, writer, QRectF(0, 0, writer.width(), writer.height()))
