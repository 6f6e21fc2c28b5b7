"""Paints the frames around open groups, and their titles where they can be read.

Close by a title stands in the strip at its frame's upper border; where that border is out of
sight it stays at the edge of the canvas. Farther away it sits on the border, and from where boxes
bear no names it lies across the frame, as a country's name on a map.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from .batches import Grid, draw_bars, draw_borders
from .camera import Camera
from .folded import draw_sign
from .look import Look, Writer
from .store import Store
from .thinned import Window
from .words import frame_words

MOST = 80  # titles
STUCK = 5  # titles at the upper edge, one below the other
LARGE = 2.0  # of the usual size, titles across a frame at most
BESIDE = 6.0  # between a title at the upper edge and a box that it makes way for
PLATE = 0.88  # how opaque the ground of a title across a frame is


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
    """

    frame: int
    strip: QRectF
    sign: QRectF
    pixels: int
    text: str
    detail: str
    across: bool = False
    stuck: bool = False


def window_of(camera: Camera, seen: QRectF) -> Window:
    """The part of the scene that is seen through a camera: left, top, right, bottom."""
    left, top = camera.to_scene(seen.left(), seen.top())
    right, bottom = camera.to_scene(seen.right(), seen.bottom())
    return left, top, right, bottom


def draw_grounds(painter: QPainter, grid: Grid, look: Look, store: Store, window: Window) -> None:
    """Draw the frames in sight, outer ones first, their tints by turns."""
    palette = look.palette
    scale = grid.scale / grid.ratio
    seen = store.frames(scale).seen(window)
    pixels = grid.pixels(seen.corners)
    edge = max(round(grid.ratio), 1)
    with grid:
        for depth, part in seen.classes():
            bars = pixels[part]
            bars = bars[(bars[:, 2:] - bars[:, :2] >= 3).all(axis=1)]
            painter.setBrush(QColor(palette.canvas if depth % 2 else palette.window))
            draw_bars(painter, bars)
            painter.setBrush(QColor(palette.line))
            draw_borders(painter, bars, edge)


def titles(
    store: Store, camera: Camera, seen: QRectF, look: Look, far: bool, sticky: bool = True
) -> list[Title]:
    """Where the titles of the frames in sight stand, those on top last.

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
    at = store.frames_in(window_of(camera, seen))
    pixels = frames[at] * camera.scale + np.array([camera.x, camera.y, 0.0, 0.0])
    line = look.sized(look.smallest)[1].height()
    large = (pixels[:, 2] > 3 * line) & (pixels[:, 3] > 2.5 * line)
    rows = [
        (f, QRectF(*r)) for f, r in zip(at[large].tolist(), pixels[large].tolist(), strict=True)
    ]
    if far:
        return _across(store, rows, seen, look)
    return _on_borders(store, rows, camera, seen, look, sticky)


def _on_borders(
    store: Store, rows: list[tuple[int, QRectF]], camera: Camera, seen: QRectF, look: Look,
    sticky: bool,
) -> list[Title]:  # fmt: skip
    scene = store.geometry.scene
    found: list[Title] = []
    pixels = max(int(look.pixels * camera.scale), look.smallest)
    high = look.sized(pixels, bold=True)[1].height() + 4.0
    strip = store.geometry.sizes.frame_head * camera.scale
    stuck: dict[int, int] = {}  # frame: how many titles stand at the edge up to its own
    for frame, rectangle in rows:
        above = stuck.get(int(scene.frames.parent[frame]), 0)
        edge = seen.top() + above * high
        top = rectangle.top() + max(strip - high, 0.0) / 2 - max(high - strip, 0.0) / 2
        held = sticky and top < edge and above < STUCK
        if held:
            top = min(edge, rectangle.bottom() - high - 2.0)
            stuck[frame] = above + 1
        elif above:
            stuck[frame] = above
        left = max(rectangle.left() + 6.0, seen.left() + 6.0)
        right = min(rectangle.right(), seen.right()) - 6.0
        if (top + high < edge and not held) or top > seen.bottom() or len(found) >= 4 * MOST:
            continue
        title = _fitted(store, frame, left, top, right - left, high, pixels, look, held)
        if title is not None:
            found.append(_aside(title, seen.right() - 6.0, store, camera) if held else title)
    return sorted(found, key=lambda title: -int(store.depth[title.frame]) if title.stuck else -99)


def _aside(title: Title, right: float, store: Store, camera: Camera) -> Title:
    """A title at the edge of the canvas, moved to the right from over boxes if there is room.

    Most frames are little wider than what is in them, so it may stand beside its own.
    """
    strip = title.strip
    row = window_of(camera, QRectF(strip.left(), strip.top(), right - strip.left(), strip.height()))
    boxes = store.geometry.boxes[store.boxes_in(row)]
    sides = np.stack([boxes[:, 0], boxes[:, 0] + boxes[:, 2]], axis=1) * camera.scale + camera.x
    left = strip.left()
    for low, high in sorted(sides.tolist()):
        if low > left + strip.width() + BESIDE:
            break
        left = max(left, high + BESIDE)
    if left == strip.left() or left + strip.width() > right:
        return title
    way = left - strip.left()
    return replace(title, strip=strip.translated(way, 0.0), sign=title.sign.translated(way, 0.0))


def _fitted(
    store: Store, frame: int, left: float, top: float, room: float, high: float, pixels: int,
    look: Look, stuck: bool,
) -> Title | None:  # fmt: skip
    """A title with its sign in the room that there is; None where there is too little."""
    text, detail = frame_words(store.geometry.scene, frame)
    side = round(high * 0.58)
    room -= side + 10.0
    shown, wide = look.fitting(text, pixels, True, room)
    if not shown:
        return None
    more = look.width(f"  {detail}", pixels, False) if detail and shown == text else 0.0
    if more > room - wide:
        detail, more = "", 0.0
    elif not more:
        detail = ""
    strip = QRectF(left, top, side + wide + more + 12.0, high)
    sign = QRectF(left + 3.0, top + (high - side) / 2, side, side)
    return Title(frame, strip, sign, pixels, shown, detail, stuck=stuck)


def _across(store: Store, rows: list[tuple[int, QRectF]], seen: QRectF, look: Look) -> list[Title]:
    """Titles across their frames, outer and large ones first; what has no room is left out."""
    scene, found = store.geometry.scene, []
    taken = np.zeros((0, 4))
    for frame, rectangle in sorted(rows, key=lambda row: (store.depth[row[0]], -row[1].width())):
        text = scene.frames.titles[frame]
        visible = rectangle.intersected(seen)
        room = visible.width() - 8.0
        best = look.smallest
        usual = look.width(text, look.pixels, True)
        if usual * best / look.pixels > room or visible.height() < 2.0 * best:
            continue
        best = int(min(look.pixels * LARGE, look.pixels * room / max(usual, 1.0) * 0.8,
                       visible.height() / 4))  # fmt: skip
        best = max(best, look.smallest)
        wide, high = look.width(text, best, True), look.sized(best, bold=True)[1].height()
        top = min(max(rectangle.top() + 3.0, seen.top()), rectangle.bottom() - high - 1.0)
        left = visible.center().x() - wide / 2
        strip = QRectF(left - 6.0, top, wide + 12.0, high)
        corners = np.array(strip.getCoords())
        if ((taken[:, 0] < corners[2]) & (taken[:, 2] > corners[0])
                & (taken[:, 1] < corners[3]) & (taken[:, 3] > corners[1])).any():  # fmt: skip
            continue
        taken = np.concatenate([taken, corners[None]])
        found.append(Title(frame, strip, QRectF(), best, text, "", across=True))
        if len(found) >= MOST:
            break
    return found


def draw_titles(
    painter: QPainter, look: Look, shown: list[Title], hovered: int, whole: bool = False,
    signs: bool = True,
) -> None:  # fmt: skip
    """Draw titles, each on a plate that keeps it readable, with the signs that close frames."""
    palette = look.palette
    writer = Writer(painter, look, plain=whole)
    stuck = False
    for title in shown:
        if title.stuck and not stuck:
            writer.flush()  # what they cover
            stuck = True
        ground = QColor(palette.window)
        if title.across:
            ground.setAlphaF(PLATE)
        lit = title.frame == hovered
        painter.setPen(QPen(QColor(palette.accent if lit else palette.line), 1.0)
                       if title.stuck or lit else Qt.PenStyle.NoPen)  # fmt: skip
        painter.setBrush(ground)
        painter.drawRoundedRect(title.strip, 4.0, 4.0)
        left = title.strip.left() + 6.0
        if not title.sign.isEmpty():
            if signs:
                ink = QColor(palette.accent if lit else palette.muted)
                draw_sign(painter, title.sign, ink, QColor(palette.raised), opens=False)
            left = title.sign.right() + 5.0
        writer.forget()
        room, middle = title.strip.right() - left + 1.0, title.strip.center().y()
        took = writer.write(title.text, left, middle, room, title.pixels, palette.text, bold=True)
        if title.detail:
            text = f"  {title.detail}"
            writer.write(text, left + took, middle, room, title.pixels, palette.muted)
    writer.flush()
