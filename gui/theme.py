"""Every colour, size and duration of the window's looks, light and dark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


@dataclass(frozen=True)
class Palette:
    """The colours of one theme, by role. Text on its ground has a contrast of 4.5:1 or more."""

    dark: bool
    window: str  # ground of the window and its panels
    canvas: str  # ground behind the graph and the plots
    raised: str  # boxes, fields, cards
    line: str  # hairlines, borders
    text: str
    muted: str  # secondary text
    accent: str  # selection, focus
    parameter: str  # chips of parameters
    root: str  # where backward starts
    freed: str  # freed buffers (drawn hatched and dashed too)
    danger: str  # errors, NaN and Inf (drawn with a sign too)
    warning: str
    ok: str
    danger_ground: str  # ground of an error's banner
    warning_ground: str
    lines: tuple[str, ...]  # curves, told apart by dashes and symbols too

    @property
    def on_accent(self) -> str:
        """Text and icons on the accent."""
        return self.canvas if self.dark else self.raised


LIGHT = Palette(
    dark=False, window="#f4f5f7", canvas="#ffffff", raised="#ffffff", line="#c9ced6",
    text="#1a1d23", muted="#565e6c", accent="#0b62c4", parameter="#5b3aa8", root="#0d6b4f",
    freed="#6b7280", danger="#b3123f", warning="#8a5200", ok="#0d6b4f",
    danger_ground="#fde8ee", warning_ground="#fff3d9",
    lines=("#0b62c4", "#b3420a", "#0d6b4f", "#8a1f8a", "#7a5c00", "#b3123f", "#3d4451", "#00707a"),
)  # fmt: skip

DARK = Palette(
    dark=True, window="#1d2026", canvas="#14161a", raised="#282c34", line="#434956",
    text="#eceef2", muted="#a6adba", accent="#6db3ff", parameter="#c4acff", root="#5fd6ac",
    freed="#8d95a3", danger="#ff8fa9", warning="#ffc261", ok="#5fd6ac",
    danger_ground="#47202c", warning_ground="#43351a",
    lines=("#6db3ff", "#ff9d5c", "#5fd6ac", "#e49aea", "#e0c34f", "#ff8fa9", "#c9ced6", "#5cd3e0"),
)  # fmt: skip

FLOW_MAP = "viridis"  # sequential, perceptually uniform: gradient norms, logarithmic
DIVERGING_LIGHT = "CET-D1"  # blue, white, red: values, centred at zero
DIVERGING_DARK = "CET-D4"  # blue, black, red
NOT_A_NUMBER = "#d000d0"  # NaN and Inf in a heatmap: a colour in none of the maps
ANIMATION_MS = 180
FRAME_MS = 16
MINIMUM_FONT_PT = 9


class Theme(QObject):
    """The palette in force; follows the system unless a person chose one."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choice = "system"
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self.changed)

    @property
    def palette(self) -> Palette:
        """The colours to paint with now."""
        if self._choice != "system":  # some platforms ignore setColorScheme (offscreen, bare X11)
            return DARK if self._choice == "dark" else LIGHT
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return DARK if dark else LIGHT

    def choose(self, choice: str) -> None:
        """Set "system", "light" or "dark"."""
        self._choice = choice
        scheme = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(
            choice, Qt.ColorScheme.Unknown
        )
        QGuiApplication.styleHints().setColorScheme(scheme)
        self.changed.emit()

    @property
    def choice(self) -> str:
        """What a person chose: "system", "light" or "dark"."""
        return self._choice

    def diverging(self) -> npt.NDArray[np.uint8]:
        """256 colours (RGBA) from negative over zero (index 127.5) to positive."""
        return lookup(DIVERGING_DARK if self.palette.dark else DIVERGING_LIGHT)

    def flow(self) -> npt.NDArray[np.uint8]:
        """256 colours (RGBA) from small to large gradient norms."""
        return flow_table(self.palette)


def flow_table(palette: Palette) -> npt.NDArray[np.uint8]:
    """256 colours (RGBA) from small to large gradient norms, in a palette.

    The large ones stand out from the ground: dark in the light theme, bright in the dark one.
    """
    import numpy as np

    table = lookup(FLOW_MAP)
    first, last = (64, 255) if palette.dark else (185, 0)
    return table[np.linspace(first, last, len(table)).astype(int)]


def lookup(name: str) -> npt.NDArray[np.uint8]:
    """One of pyqtgraph's colour maps as 256 RGBA rows."""
    import numpy as np
    from pyqtgraph import colormap  # late: both are most of what comes before the first paint

    table = colormap.get(name).getLookupTable(nPts=256, alpha=True)
    return np.ascontiguousarray(table, dtype=np.uint8)


def colour(role: str) -> QColor:
    """A palette role's hex string as a QColor."""
    return QColor(role)
