"""A frame's title on screen: its place, its sign, and as many of its words as there is room for."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from .look import Look
from .store import Store, Words
from .words import frame_words

EDGE = 6.0  # between a title and the side of its frame
Row = tuple[int, QRectF]
"""A frame, and where it is in pixels."""


@dataclass(frozen=True)
class Title:
    """Where a frame's title stands on screen.

    Attributes
    ----------
    strip : QRectF
        What can be clicked.
    sign : QRectF
        The sign that closes the group; empty where there is none.
    across : bool
        Whether it lies across its frame.
    stuck : bool
        Whether it stands in the band at the upper edge.
    """

    frame: int
    strip: QRectF
    sign: QRectF
    pixels: int
    text: str
    detail: str
    across: bool = False
    stuck: bool = False


def aside(high: float) -> float:
    """What a title's sign and margins take."""
    return side_of(high) + 12.0


def side_of(high: float) -> float:
    return float(round(high * 0.58))


def words_of(
    store: Store, frame: int, look: Look, pixels: int, room: float, detailed: bool = True
) -> Words | None:
    """A frame's title and what follows it, as far as they fit, and their width."""
    text, detail = frame_words(store.geometry.scene, frame)
    shown, wide = look.fitting(text, pixels, True, room)
    if not shown:
        return None
    more = look.width(f"  {detail}", pixels, False) if detail and detailed else 0.0
    if shown != text or not more or more > room - wide:
        return shown, "", wide
    return shown, detail, wide + more


def close_by(
    frame: int, left: float, top: float, high: float, pixels: int, words: Words,
    stuck: bool = False,
) -> Title:  # fmt: skip
    side = side_of(high)
    strip = QRectF(left, top, words[2] + aside(high), high)
    sign = QRectF(left + 3.0, top + (high - side) / 2, side, side)
    return Title(frame, strip, sign, pixels, words[0], words[1], stuck=stuck)
