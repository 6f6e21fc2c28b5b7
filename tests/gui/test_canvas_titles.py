"""Titles of open groups: at any zoom they hide no box and no other title."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QImage, QPainter
from pytestqt.qtbot import QtBot

from gradwalk.benchmarks import scenes
from gradwalk.gui.canvas.band import band
from gradwalk.gui.canvas.build import build_scene
from gradwalk.gui.canvas.fold.opening import Opening
from gradwalk.gui.canvas.frames import draw_titles
from gradwalk.gui.canvas.geometry import Geometry, place
from gradwalk.gui.canvas.layout import lay_out
from gradwalk.gui.canvas.look import Look
from gradwalk.gui.canvas.measure import measure
from gradwalk.gui.canvas.surface import Surface
from gradwalk.gui.canvas.title import Title
from gradwalk.gui.canvas.walk import Place
from gradwalk.gui.theme import Theme

SCREENS = ((560, 430), (1000, 640), (1920, 1080))


def laid_out(boxes: int, font: QFont) -> Geometry:
    """A chain of nested modules, everything open."""
    graph, tree = scenes.graph(boxes), scenes.tree(boxes)
    scene = build_scene(graph, tree, Opening.everything(tree))
    sizes = measure(scene, font)
    head, parents = sizes.frame_head, scene.frames.parent
    return place(scene, sizes, lay_out(sizes.boxes, scene.links, scene.frame, parents, head))


class Canvas:
    """A surface with everything open in it, seen from anywhere."""

    def __init__(self, qtbot: QtBot, boxes: int = 600) -> None:
        self.surface = Surface()
        qtbot.addWidget(self.surface)
        theme = Theme()
        theme.choose("dark")
        self.look = self.surface.look = Look(theme.palette, theme.flow, QFont())
        self.surface.show_geometry(laid_out(boxes, self.look.font), keep_camera=False)
        self.seen = QRectF()

    def look_at(self, size: tuple[int, int], zoom: float, part: float) -> list[Title]:
        """The titles at a zoom, 1 for all in sight, when a part of the height is scrolled away."""
        surface, geometry = self.surface, self.surface.geometry_shown
        surface.resize(*size)
        self.seen = QRectF(surface.rect())
        left, top, wide, high = geometry.bounds
        scale = surface.glide.fitting().scale * zoom
        x, y = left + wide * part - size[0] / scale / 2, top + high * part - size[1] / scale / 2
        surface.camera = type(surface.camera)(scale, -x * scale, -y * scale)
        return surface._titles()

    @property
    def boxes(self) -> list[QRectF]:
        """Where the boxes are on screen."""
        camera, boxes = self.surface.camera, self.surface.geometry_shown.boxes
        pixels = boxes * camera.scale + np.array([camera.x, camera.y, 0.0, 0.0])
        return [QRectF(*row) for row in pixels.tolist()]


@pytest.mark.parametrize("size", SCREENS)
def test_titles_hide_neither_boxes_nor_each_other(qtbot: QtBot, size: tuple[int, int]) -> None:
    canvas = Canvas(qtbot)
    many = 0
    for zoom in 1.3 ** np.arange(0, 20):
        for part in (0.31, 0.5, 0.77):
            shown = canvas.look_at(size, float(zoom), part)
            edge = band(shown, canvas.seen)
            loose = [title for title in shown if not title.stuck]
            many += len(loose)
            below = canvas.seen.adjusted(0.0, edge.height(), 0.0, 0.0)
            strips = [title.strip.intersected(below) for title in loose]
            boxes = [box for box in canvas.boxes if box.intersects(below)]
            hidden = [(t.text, b) for t, s in zip(loose, strips, strict=True) for b in boxes
                      if s.intersects(b.adjusted(0.01, 0.01, -0.01, -0.01))]  # fmt: skip
            assert not hidden, (zoom, part)
            every = [title.strip.adjusted(0.01, 0.01, -0.01, -0.01) for title in shown]
            over = [(i, j) for i in range(len(every)) for j in range(i)
                    if every[i].intersects(every[j])]  # fmt: skip
            assert not over, (zoom, part)
    assert many > 10


def test_a_title_out_of_sight_is_in_the_band_after_what_is_around_it(qtbot: QtBot) -> None:
    canvas = Canvas(qtbot, 200)
    scene = canvas.surface.geometry_shown.scene
    shown = canvas.look_at((1000, 640), 9.0, 0.25)
    inner = [title for title in shown if title.stuck][-1]
    outer = next(t for t in shown if t.frame == scene.frames.parent[inner.frame])
    assert outer.stuck
    assert outer.text == scene.frames.titles[outer.frame]
    assert outer.strip.top() == inner.strip.top() == 0.0
    assert outer.strip.right() < inner.strip.left()
    assert canvas.surface.hit(inner.strip.center()) == Place("frame", inner.frame)


def test_what_goes_on_beneath_the_band_cannot_be_clicked_there(qtbot: QtBot) -> None:
    canvas = Canvas(qtbot, 200)
    shown = canvas.look_at((1000, 640), 9.0, 0.25)
    edge = band(shown, canvas.seen)
    free = QPointF(edge.right() - 3.0, edge.center().y())
    assert not any(title.strip.contains(free) for title in shown)
    box = canvas.boxes[0]
    under = type(canvas.surface.camera)(
        canvas.surface.camera.scale,
        canvas.surface.camera.x + free.x() - box.center().x(),
        canvas.surface.camera.y,
    )
    canvas.surface.camera = under
    column = [b for b in canvas.boxes if b.left() < free.x() < b.right()]
    assert column
    for y in np.arange(edge.top() + 1.0, edge.bottom(), 2.0).tolist():
        assert not isinstance(canvas.surface.hit(QPointF(free.x(), y)), Place) or any(
            t.strip.contains(QPointF(free.x(), y)) for t in canvas.surface._titles()
        )


def test_names_do_not_wander_while_the_picture_is_dragged(qtbot: QtBot) -> None:
    canvas = Canvas(qtbot, 2000)
    surface = canvas.surface
    canvas.look_at((1920, 1080), 1.3, 0.5)

    def names() -> dict[int, tuple[float, float]]:
        """Where in the scene the names of frames lie that are wholly in sight."""
        camera, found = surface.camera, {}
        for title in surface._titles():
            x, y, wide, high = (surface.geometry_shown.frames[title.frame] * camera.scale).tolist()
            whole = QRectF(x + camera.x, y + camera.y, wide, high)
            if title.across and canvas.seen.contains(whole):
                middle = title.strip.center()
                found[title.frame] = camera.to_scene(middle.x(), middle.y())
        return found

    before = names()
    assert len(before) > 3
    surface.camera = surface.camera.moved(7.0, 4.0)
    now = names()
    both = before.keys() & now.keys()
    assert len(both) > 3
    for frame in both:
        assert now[frame] == pytest.approx(before[frame], abs=0.5)


@pytest.mark.parametrize("text", ["i", "0", "layer3"])
def test_no_plate_is_left_without_its_title(qtbot: QtBot, text: str) -> None:
    canvas = Canvas(qtbot, 20)
    look = canvas.look
    pixels = 2 * look.pixels
    wide = look.width(text, pixels, True) + 12.0
    strip = QRectF(10.0, 10.0, wide, look.sized(pixels, bold=True)[1].height())
    image = QImage(200, 60, QImage.Format.Format_RGB32)
    image.fill(look.palette.canvas)
    painter = QPainter(image)
    draw_titles(painter, look, [Title(0, strip, QRectF(), pixels, text, "", across=True)], -1)
    painter.end()
    inked = sum(
        image.pixelColor(x, y).lightness() > 150
        for x in range(image.width())
        for y in range(image.height())
    )
    assert inked > 5
