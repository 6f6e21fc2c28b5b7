"""The program's font, with and without a window."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase

from .theme import MINIMUM_FONT_PT

BASE_FONT_PT = 10.0


def general(scale: float) -> QFont:
    """The system's font at `scale` times its size, never below the minimum."""
    font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont))
    base = max(font.pointSizeF(), BASE_FONT_PT)
    font.setPointSizeF(max(base * scale, MINIMUM_FONT_PT))
    return font
