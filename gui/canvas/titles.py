"""Where the titles of open groups stand, so that they lie over no box and over no other title.

Close by a title stands in the strip at its frame's upper border. Where that border is out of sight
it stands in a band along the edge of the canvas, and what is around it stands there before it.
From where boxes bear no names, a title lies in a free spot of its frame, as a country's name on a
map, or on its border. One without room is left out.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF

from .afar import Afar
from .band import Band, band
from .camera import Camera
from .look import Look
from .spots import Taken, boxes_seen, links_seen, window_of
from .store import Store
from .title import EDGE, Row, Title, aside, close_by, words_of
from .words import frame_words

MOST_CLOSE = 320  # titles on borders


def titles(
    store: Store, camera: Camera, seen: QRectF, look: Look, far: bool, sticky: bool = True
) -> list[Title]:
    """Where the titles of the frames in sight stand, those in the band last.

    Parameters
    ----------
    far : bool
        Whether boxes bear no names at this zoom.
    sticky : bool
        Whether titles stay at the upper edge: on screen, not in files.
    """
    frames = store.geometry.frames
    if not len(frames):
        return []
    key = camera, seen.getRect(), id(look), far, sticky
    if store.titled is not None and store.titled[0] == key:
        return list(store.titled[1])
    at = store.frames_in(window_of(camera, seen))
    pixels = frames[at] * camera.scale + np.array([camera.x, camera.y, 0.0, 0.0])
    line = look.sized(look.smallest)[1].height()
    large = (pixels[:, 2] > 3 * line) & (pixels[:, 3] > 2.5 * line)
    rows = [
        (f, QRectF(*r)) for f, r in zip(at[large].tolist(), pixels[large].tolist(), strict=True)
    ]
    make = Afar if far else _Close
    found = [] if not rows else make(store, camera, seen, look).titles(rows, sticky)
    store.titled = key, tuple(found)
    return found


class _Close:
    """Titles on borders, and in the band."""

    def __init__(self, store: Store, camera: Camera, seen: QRectF, look: Look) -> None:
        self._store = store
        self._camera = camera
        self._seen = seen
        self._look = look
        key = camera.scale, id(look)
        if store.on_borders[0] != key:
            store.on_borders = key, {}
        self._kept = store.on_borders[1]

    def titles(self, rows: list[Row], sticky: bool) -> list[Title]:
        """All of them."""
        held = Band(self._store, rows, self._seen, self._look).titles() if sticky else []
        low = band(held, self._seen).bottom()
        stuck = {title.frame for title in held}
        taken = boxes_seen(self._store, self._camera, self._seen)
        self._links = links_seen(self._store, self._camera, self._seen)
        pixels = max(int(self._look.pixels * self._camera.scale), self._look.smallest)
        high = self._look.sized(pixels, bold=True)[1].height() + 4.0
        strip = self._store.geometry.sizes.frame_head * self._camera.scale
        found: list[Title] = []
        for frame, rectangle in rows:
            top = rectangle.top() + (strip - high) / 2
            hidden = sticky and top < low and bool(held)
            if frame in stuck or hidden or top > self._seen.bottom() or top + high < 0.0:
                continue
            title = self._on_border(frame, rectangle, top, high, pixels, taken)
            if title is not None:
                taken.add(title.strip)
                found.append(title)
            if len(found) >= MOST_CLOSE:
                break
        return found + held

    def _on_border(
        self, frame: int, rectangle: QRectF, top: float, high: float, pixels: int, taken: Taken
    ) -> Title | None:
        """A title on a border that is in sight: beside the links that cross it if there is room.

        Of a frame that is whole from side to side it is where it was before the picture was moved.
        """
        left = max(rectangle.left(), self._seen.left()) + EDGE
        right = min(rectangle.right(), self._seen.right()) - EDGE
        cut = left > rectangle.left() + EDGE or right < rectangle.right() - EDGE
        if not cut and frame in self._kept:
            known = self._kept[frame]
            if known is None:
                return None
            title = close_by(frame, rectangle.left() + known[0], top, high, pixels, known[1])
            if not taken.hit(title.strip):
                return title
        title = self._in_gap(frame, (left, right), top, high, pixels, taken, elided=not cut)
        if not cut:
            self._kept[frame] = title and (
                title.strip.left() - rectangle.left(),
                (title.text, title.detail, title.strip.width() - aside(high)),
            )
        return title

    def _in_gap(
        self, frame: int, sides: tuple[float, float], top: float, high: float, pixels: int,
        taken: Taken, elided: bool,
    ) -> Title | None:  # fmt: skip
        look, row = self._look, (*sides, top, top + high)
        name, detail = frame_words(self._store.geometry.scene, frame)
        short = look.width(name, pixels, True)
        long = short + (look.width(f"  {detail}", pixels, False) if detail else 0.0)
        beside = list(taken.gaps(*row, self._links))
        for gaps, wide, more in ((beside, long, detail), (beside, short, ""), (None, short, "")):
            for x, room in taken.gaps(*row) if gaps is None else gaps:
                if room >= wide + aside(high):
                    return close_by(frame, x, top, high, pixels, (name, more, wide))
        for x, room in taken.gaps(*row) if elided else ():
            words = words_of(self._store, frame, look, pixels, room - aside(high), False)
            if words is not None:
                return close_by(frame, x, top, high, pixels, words)
        return None
