"""Keeps what was painted last, so that a picture that moves is moved and not painted again.

What is shown for the first time goes straight onto the canvas, which is a tenth sooner than keeping
it too.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPixmap, QRegion

from .camera import Camera

SLOW = 0.012  # seconds that a picture takes from which it is scaled while one zooms
LARGEST = 1.5  # how far it is scaled before it is painted again

Draw = Callable[[QPainter, Camera, QRectF, bool], None]
"""Paints a part of the canvas through a camera, roughly or in full."""

Recolour = Callable[[QPainter, Camera], None]
"""Paints what of the canvas covers the same pixels in any colours."""


class Backing:
    """The picture of the canvas, without what changes with the pointer."""

    def __init__(self) -> None:
        self._pixmap: QPixmap | None = None
        self._key: object = None
        self._camera = Camera()
        self._straight: object = None  # what went onto the canvas, and was not kept
        self._colours: object = None
        self._rough = False
        self._seconds = 0.0
        self.partly = False  # boxes have their new colours already, links have not

    def forget(self) -> None:
        """Paint anew the next time, and free the memory."""
        self._pixmap = self._key = self._straight = None

    def paint(
        self, painter: QPainter, size: QSize, key: object, colours: object, camera: Camera,
        moving: bool, heavy: bool, draw: Draw, recolour: Recolour | None,
    ) -> Camera:  # fmt: skip
        """Show the canvas through a camera; returns the camera, moved to whole device pixels.

        Parameters
        ----------
        key
            What is shown: pictures of the same are moved and scaled.
        colours
            Its colours.
        moving : bool
            Whether the camera is on its way; then what is slow may be rough.
        heavy : bool
            Whether there may be so much to paint that it is slow.
        recolour : callable, optional
            Paints what covers the same pixels in any colours. Where the whole is slow this comes
            first, and the rest with the next picture, see `partly`.
        """
        ratio = painter.device().devicePixelRatio() if painter.device() is not None else 1.0
        camera = Camera(camera.scale, round(camera.x * ratio) / ratio,
                        round(camera.y * ratio) / ratio)  # fmt: skip
        same = self._pixmap is not None and (key, size, ratio) == self._key
        known = same and colours == self._colours and not self.partly
        if known and moving and heavy and self._scale(painter, size, camera):
            return camera
        fresh = same and colours != self._colours and camera == self._camera
        if fresh and recolour is not None and self._seconds > SLOW:
            self._recolour(painter, camera, recolour)
            self._colours, self.partly = colours, True
            return camera
        still = known and camera == self._camera and (moving or not self._rough)
        this = key, size, ratio
        new = this not in (self._key, self._straight)
        if new and not (moving or heavy) and ratio == int(ratio):
            self._straight = this
            draw(painter, camera, _whole(size), moving)
            return camera
        if not still and not (known and moving and self._scroll(camera, ratio, draw)):
            self._key, self._colours, self.partly = (key, size, ratio), colours, False
            self._whole(size, ratio, camera, moving, draw)
        assert self._pixmap is not None
        painter.drawPixmap(0, 0, self._pixmap)
        return camera

    def _recolour(self, painter: QPainter, camera: Camera, recolour: Recolour) -> None:
        pixmap = self._pixmap
        assert pixmap is not None
        inner = QPainter(pixmap)
        recolour(inner, camera)
        inner.end()
        painter.drawPixmap(0, 0, pixmap)

    def _whole(self, size: QSize, ratio: float, camera: Camera, moving: bool, draw: Draw) -> None:
        start = time.perf_counter()
        device = size * ratio
        if self._pixmap is None or self._pixmap.size() != device:
            self._pixmap = QPixmap(device)
        self._pixmap.setDevicePixelRatio(ratio)
        painter = QPainter(self._pixmap)
        draw(painter, camera, _whole(size), moving)
        painter.end()
        self._camera, self._rough = camera, moving
        self._seconds = time.perf_counter() - start

    def _scroll(self, camera: Camera, ratio: float, draw: Draw) -> bool:
        """Shift the picture and paint what comes into sight; False if it is not a mere shift."""
        before, pixmap = self._camera, self._pixmap
        assert pixmap is not None
        if camera.scale != before.scale:
            return False
        x, y = round((camera.x - before.x) * ratio), round((camera.y - before.y) * ratio)
        rectangle = pixmap.rect()
        kept = rectangle.translated(x, y).intersected(rectangle)
        if kept.width() * kept.height() < rectangle.width() * rectangle.height() / 3:
            return False
        pixmap.scroll(x, y, rectangle)
        painter = QPainter(pixmap)
        for strip in QRegion(rectangle).subtracted(QRegion(kept)):
            self._strip(painter, _logical(strip, ratio), camera, draw)
        painter.end()
        self._camera, self._rough = camera, True
        return True

    def _scale(self, painter: QPainter, size: QSize, camera: Camera) -> bool:
        """Show the picture larger, if it then covers the canvas; to zoom out needs more of it."""
        before, pixmap = self._camera, self._pixmap
        assert pixmap is not None
        by = camera.scale / before.scale
        if by <= 1.0:
            return False
        place = QRectF(camera.x - before.x * by, camera.y - before.y * by,
                       size.width() * by, size.height() * by)  # fmt: skip
        inside = place.contains(_whole(size))
        if self._seconds < SLOW or by > LARGEST or not inside:
            return False
        painter.drawPixmap(place, pixmap, QRectF(pixmap.rect()))
        return True

    def _strip(self, painter: QPainter, strip: QRectF, camera: Camera, draw: Draw) -> None:
        painter.save()
        painter.setClipRect(strip)
        draw(painter, camera, strip, True)
        painter.restore()


def _whole(size: QSize) -> QRectF:
    return QRectF(0.0, 0.0, size.width(), size.height())


def _logical(rectangle: QRect, ratio: float) -> QRectF:
    return QRectF(rectangle.x() / ratio, rectangle.y() / ratio,
                  rectangle.width() / ratio, rectangle.height() / ratio)  # fmt: skip
