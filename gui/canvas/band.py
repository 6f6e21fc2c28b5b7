"""The band along the upper edge: titles of the frames whose upper border is out of sight."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRectF

from .look import Look
from .store import Store
from .title import EDGE, Row, Title, aside, close_by, words_of

BANDS = 3  # rows of titles at the upper edge
APART = 6.0  # between titles in one row


def band(shown: list[Title], seen: QRectF) -> QRectF:
    """The band along the upper edge in which titles stand; empty if none does."""
    low = max((title.strip.bottom() for title in shown if title.stuck), default=seen.top())
    return QRectF(seen.left(), seen.top(), seen.width(), low - seen.top())


class Band:
    """Titles of the frames whose upper border is out of sight, in rows along the edge.

    What is around a title stands before it in the same row. Frames beside each other begin the
    next row, each above itself.
    """

    def __init__(self, store: Store, rows: list[Row], seen: QRectF, look: Look) -> None:
        self._store = store
        self._rows = rows
        self._seen = seen
        self._look = look
        self._left = seen.left() + EDGE
        self._pixels = look.pixels
        self._high = look.sized(look.pixels, bold=True)[1].height() + 4.0

    def titles(self) -> list[Title]:
        """As many rows as they need, three at the most."""
        found: list[Title] = []
        for rows in range(1, BANDS + 1):
            low = self._seen.top() + rows * self._high
            under = self._under(low)
            if not under:
                break
            found = list(self._lay(under, -1, 0, self._left, self._seen.right()))
            if not found or band(found, self._seen).bottom() <= low + 0.5:
                break
        return found

    def _under(self, low: float) -> dict[int, list[Row]]:
        """The frames that begin above `low` and end below it, by parent, if one is cut off."""
        parent = self._store.geometry.scene.frames.parent
        found: dict[int, list[Row]] = {}
        cut = False
        for frame, rectangle in self._rows:
            if rectangle.top() < low < rectangle.bottom():
                found.setdefault(int(parent[frame]), []).append((frame, rectangle))
                cut = cut or rectangle.top() < self._seen.top()
        return found if cut else {}

    def _lay(
        self, under: dict[int, list[Row]], parent: int, row: int, left: float, right: float
    ) -> Iterator[Title]:
        """The titles of the frames in `parent`, in this row or a later one."""
        beside = sorted(under.get(parent, ()), key=lambda one: one[1].left())
        if row >= BANDS or not beside:
            return
        ends = [*(rectangle.left() for _, rectangle in beside[1:]), right]
        top = self._seen.top() + row * self._high
        for (frame, rectangle), end in zip(beside, ends, strict=True):
            x = max(rectangle.left() + EDGE, left)
            inner = under.get(frame, [])
            room = min(end, right) - APART - x - aside(self._high)
            words = words_of(self._store, frame, self._look, self._pixels, room, not inner)
            if words is None or (len(beside) > 1 and words[0] != self._name(frame)):
                continue
            title = close_by(frame, x, top, self._high, self._pixels, words, stuck=True)
            yield title
            start = title.strip.right() + APART
            more = list(self._lay(under, frame, row, start, end)) if len(inner) == 1 else []
            if not more or more[0].text != self._name(inner[0][0]):  # not even its name fits
                start = max(rectangle.left(), self._left)
                more = list(self._lay(under, frame, row + 1, start, end))
            yield from more

    def _name(self, frame: int) -> str:
        return self._store.geometry.scene.frames.titles[frame]
