"""What the canvas is painted with: colours of the flow's classes, pens, and text that fits."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
)

from ..theme import MINIMUM_FONT_PT, Palette
from . import levels
from .atlas import Atlas
from .measure import bold_font, plain_font

MOST_KEPT = 20_000  # widths

NEEDED = 0.85
"""Of a line's height, which has room above small letters."""


class Look:
    """One palette, one colour table and one font.

    Parameters
    ----------
    table
        Gives (256, 4) uint8, RGBA from small to large norms, when first needed.
    """

    def __init__(
        self, palette: Palette, table: Callable[[], npt.NDArray[np.uint8]], font: QFont
    ) -> None:
        self.palette = palette
        self._make_table = table
        self.font = plain_font(font)
        self.pixels = self.font.pixelSize()
        # The smallest text is never smaller than the theme allows, in this font's own resolution.
        points = max(font.pointSizeF(), 1.0)
        self.smallest = min(self.pixels, round(self.pixels * MINIMUM_FONT_PT / points))
        self.small = max(self.smallest, round(self.pixels * 0.9))  # as the text's size asks for
        self._fonts: dict[tuple[int, bool], tuple[QFont, QFontMetricsF]] = {}
        self._widths: dict[tuple[str, int, bool], float] = {}

    @cached_property
    def table(self) -> npt.NDArray[np.uint8]:
        """(256, 4) uint8: RGBA from small to large norms."""
        return self._make_table()

    @cached_property
    def _levels(self) -> list[QColor]:
        rows = np.linspace(0, len(self.table) - 1, levels.LEVELS).astype(int)
        return [QColor(*map(int, self.table[row])) for row in rows]

    def level(self, code: int) -> QColor:
        """The colour of a class of the flow."""
        if code >= 0:
            return self._levels[code]
        roles = {levels.STRANGE: self.palette.danger, levels.NONE: self.palette.line}
        return QColor(roles.get(code, self.palette.muted))

    def link(self, code: int, width: float) -> tuple[QColor, float]:
        """Colour and width of a link: thin and grey where no gradient above zero came."""
        if code == levels.NONE:
            return QColor(self.palette.muted), max(width * 0.5, 1.0)
        return self.level(code), width if code >= 0 or code == levels.STRANGE else width * 0.7

    def sized(self, pixels: int, bold: bool = False) -> tuple[QFont, QFontMetricsF]:
        """The font at a height in pixels, and its measures."""
        found = self._fonts.get((pixels, bold))
        if found is None:
            font = bold_font(self.font) if bold else QFont(self.font)
            font.setPixelSize(pixels)
            found = self._fonts[pixels, bold] = font, QFontMetricsF(font)
        return found

    @cached_property
    def atlas(self) -> Atlas:
        """Texts that were painted before."""
        return Atlas(self.sized)

    def fitting(self, text: str, pixels: int, bold: bool, room: float) -> tuple[str, float]:
        """The text as far as it fits into `room` pixels, and its width; "" if not even a letter."""
        whole = self.width(text, pixels, bold)
        if whole <= room:
            return text, whole
        kept = min(int(len(text) * room / whole), len(text) - 1)  # QFontMetrics elides far slower
        while kept > 0:
            shown = text[:kept].rstrip() + "…"
            wide = self.width(shown, pixels, bold)
            if wide <= room:
                return (shown, wide) if kept > 1 else ("", 0.0)
            kept -= 1
        return "", 0.0

    def width(self, text: str, pixels: int, bold: bool) -> float:
        """How wide a text is."""
        found = self._widths.get((text, pixels, bold))
        if found is None:
            if len(self._widths) > MOST_KEPT:
                self._widths.clear()
            found = self.sized(pixels, bold)[1].horizontalAdvance(text)
            self._widths[text, pixels, bold] = found
        return found


def flat(colour: QColor, width: float) -> QPen:
    """A pen with flat ends, for routes made of many segments."""
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen


class Writer:
    """Writes short texts with one painter, changing its font and pen only when they differ.

    Parameters
    ----------
    plain : bool
        Text as text, at once: for files, and where the painter scales. Else texts are copied from
        the look's atlas, all together by `flush`.
    """

    def __init__(self, painter: QPainter, look: Look, plain: bool = True) -> None:
        self._painter = painter
        self._look = look
        self._plain = plain
        device = painter.device()
        self._ratio = float(device.devicePixelRatio()) if device is not None else 1.0
        self._font: tuple[int, bool] | None = None
        self._colour: str | None = None

    def write(
        self, text: str, x: float, y: float, room: float, pixels: int, colour: str,
        *, bold: bool = False, right: bool = False,
    ) -> float:  # fmt: skip
        """Write `text` on the middle line `y`, elided to `room`; returns the width it took.

        With `right` it ends at `x` instead of beginning there.
        """
        if room < pixels:
            return 0.0
        shown, width = self._look.fitting(text, pixels, bold, room)
        if not shown:
            return 0.0
        font, metrics = self._look.sized(pixels, bold)
        left, top = x - width if right else x, y - metrics.height() / 2
        if not self._plain:
            key = shown, pixels, bold, colour
            self._look.atlas.put(self._painter, self._ratio, key, width, left, top)
            return width
        if self._font != (pixels, bold):
            self._painter.setFont(font)
            self._font = pixels, bold
        if self._colour != colour:
            self._painter.setPen(QColor(colour))
            self._colour = colour
        self._painter.drawText(QPointF(left, top + metrics.ascent()), shown)
        return width

    def flush(self) -> None:
        """Paint what was written since the last time."""
        if not self._plain:
            self._look.atlas.flush(self._painter)

    def forget(self) -> None:
        """Somebody else has changed the painter's pen."""
        self._colour = None
