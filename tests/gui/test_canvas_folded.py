"""Folded boxes and frames as a person meets them: drawn, hit, opened and closed."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradwalk.benchmarks import scenes
from gradwalk.gui.canvas import levels, picture
from gradwalk.gui.canvas.build import build_scene
from gradwalk.gui.canvas.fold.opening import Opening
from gradwalk.gui.canvas.geometry import Geometry, place
from gradwalk.gui.canvas.layout import lay_out
from gradwalk.gui.canvas.look import Look
from gradwalk.gui.canvas.marks import Marks
from gradwalk.gui.canvas.measure import measure
from gradwalk.gui.canvas.overview import Overview
from gradwalk.gui.canvas.surface import Surface
from gradwalk.gui.canvas.view import GraphView
from gradwalk.gui.canvas.walk import Place
from gradwalk.gui.selection import Selection
from gradwalk.gui.theme import Theme

OPERATIONS = 200
"""Two outer modules of ten inner ones."""


def geometry(look: Look, *groups: int) -> Geometry:
    """The scene with these groups open, in rows."""
    graph, tree = scenes.graph(OPERATIONS), scenes.tree(OPERATIONS)
    opening = Opening()
    for group in groups:
        opening = opening.opened(tree, group)
    scene = build_scene(graph, tree, opening)
    sizes = measure(scene, look.font)
    places = lay_out(
        sizes.boxes, scene.links, scene.frame, scene.frames.parent, sizes.frame_head, simply=True
    )
    return place(scene, sizes, places)


class Drawn:
    """A surface with a folded scene."""

    def __init__(self, qtbot: QtBot, *groups: int) -> None:
        self.surface = Surface()
        qtbot.addWidget(self.surface)
        self.surface.resize(1000, 700)
        theme = Theme()
        theme.choose("light")
        self.surface.look = Look(theme.palette, theme.flow, self.surface.font())
        self.open(*groups)
        self.surface.show()
        qtbot.waitExposed(self.surface)

    def open(self, *groups: int) -> None:
        assert self.surface.look is not None
        self.geometry = geometry(self.surface.look, *groups)
        self.surface.show_geometry(self.geometry, keep_camera=False)

    def flow(self, value: float | None = None) -> None:
        graph = self.geometry.scene.graph
        flow = scenes.flow(graph, 1)
        if value is not None:
            norms = np.full(len(graph.names), 1.0)
            norms[3] = value
            of = type(flow.norms).of
            flow = type(flow)(**{
                **{name: getattr(flow, name) for name in flow.__struct_fields__},
                "norms": of(norms), "edge_norms": of(np.full(len(graph.edges.numpy()), 1.0)),
            })  # fmt: skip
        self.surface.flows = levels.flows(self.geometry.scene, flow, None)
        self.surface.update()

    def middle(self, rectangle: np.ndarray) -> QPointF:
        x, y, wide, high = rectangle.tolist()
        camera = self.surface.camera
        return QPointF((x + wide / 2) * camera.scale + camera.x,
                       (y + high / 2) * camera.scale + camera.y)  # fmt: skip

    def picture(self) -> QImage:
        QApplication.processEvents()
        return self.surface.grab().toImage()


@pytest.fixture
def drawn(qtbot: QtBot) -> Drawn:
    return Drawn(qtbot)


def test_a_double_click_on_a_folded_box_asks_to_open_it(drawn: Drawn, qtbot: QtBot) -> None:
    at = drawn.middle(drawn.geometry.boxes[0]).toPoint()
    with qtbot.waitSignal(drawn.surface.toggled) as asked:
        qtbot.mouseDClick(drawn.surface, Qt.MouseButton.LeftButton, pos=at)
    assert asked.args == [Place("box", 0)]


def test_one_click_on_the_sign_opens_one_beside_it_selects(drawn: Drawn, qtbot: QtBot) -> None:
    at = drawn.middle(drawn.geometry.boxes[0])
    left = drawn.geometry.boxes[0, 0] * drawn.surface.camera.scale + drawn.surface.camera.x
    sign = next(
        QPointF(x, y)
        for y in range(round(at.y()) - 40, round(at.y()) + 40)
        for x in range(round(left), round(at.x()))
        if drawn.surface._on_sign(QPointF(x, y)) is not None
    )
    with qtbot.waitSignal(drawn.surface.toggled) as asked:
        qtbot.mouseClick(
            drawn.surface, Qt.MouseButton.LeftButton, pos=(sign + QPointF(4, 4)).toPoint()
        )
    assert asked.args == [Place("box", 0)]
    with (
        qtbot.waitSignal(drawn.surface.picked) as picked,
        qtbot.assertNotEmitted(drawn.surface.toggled),
    ):
        qtbot.mouseClick(drawn.surface, Qt.MouseButton.LeftButton, pos=at.toPoint())
    assert picked.args == [Place("box", 0)]


def test_enter_opens_a_selected_box_and_zooms_to_an_operation(qtbot: QtBot) -> None:
    drawn = Drawn(qtbot, 0, 1)
    scene = drawn.geometry.scene
    folded = int(np.flatnonzero(scene.node < 0)[0])
    alone = int(np.flatnonzero(scene.node >= 0)[0])
    drawn.surface.marks.boxes = {folded}
    with (
        qtbot.waitSignal(drawn.surface.toggled) as asked,
        qtbot.assertNotEmitted(drawn.surface.key),
    ):
        qtbot.keyClick(drawn.surface, Qt.Key.Key_Return)
    assert asked.args == [Place("box", folded)]
    drawn.surface.marks.boxes = {alone}
    with qtbot.waitSignal(drawn.surface.key) as key, qtbot.assertNotEmitted(drawn.surface.toggled):
        qtbot.keyClick(drawn.surface, Qt.Key.Key_Return)
    assert key.args == ["zoom"]


def test_the_title_of_a_frame_is_hit_and_stays_in_sight(qtbot: QtBot) -> None:
    drawn = Drawn(qtbot, 0)
    surface = drawn.surface
    surface.camera = surface.camera.zoomed(3.0, 500, 350, 0.0)
    x, y, _, high = drawn.geometry.frames[0].tolist()
    scale = surface.camera.scale
    surface.camera = type(surface.camera)(scale, 30 - x * scale, -(y + high / 2) * scale)
    (title,) = surface._titles()
    assert title.stuck
    assert 0 <= title.strip.top() < 5
    assert surface.hit(title.strip.center()) == Place("frame", 0)
    with qtbot.waitSignal(surface.toggled) as asked:
        qtbot.mouseClick(surface, Qt.MouseButton.LeftButton, pos=title.sign.center().toPoint())
    assert asked.args == [Place("frame", 0)]
    outside = type(surface.camera)(scale, 30 - x * scale, -(y + high + 2000) * scale)
    surface.camera = outside
    assert surface._titles() == []


def test_a_right_click_asks_for_a_menu_about_what_is_there(drawn: Drawn, qtbot: QtBot) -> None:
    at = drawn.middle(drawn.geometry.boxes[1]).toPoint()
    for where, place_ in ((at, Place("box", 1)), (QPoint(2, 2), None)):
        reason = QContextMenuEvent.Reason.Mouse
        event = QContextMenuEvent(reason, where, drawn.surface.mapToGlobal(where))
        with qtbot.waitSignal(drawn.surface.menu_wanted) as asked:
            QApplication.sendEvent(drawn.surface, event)
        assert asked.args[0] == place_


def test_nan_in_a_folded_box_is_seen(drawn: Drawn) -> None:
    danger = drawn.surface.look.palette.danger

    def reds() -> int:
        image = drawn.picture()
        return sum(
            image.pixelColor(x, y).name() == danger
            for x in range(0, image.width(), 2)
            for y in range(0, image.height(), 2)
        )

    drawn.flow(1.0)
    assert reds() == 0
    drawn.flow(float("nan"))
    assert reds() > 20


def test_opening_morphs_without_a_jump_and_keeps_the_corner_in_its_place(qtbot: QtBot) -> None:
    drawn = Drawn(qtbot)
    surface, old = drawn.surface, drawn.geometry
    box = tuple(old.boxes[0].tolist())
    before, corner = drawn.picture(), drawn.middle(np.array([*box[:2], 0.0, 0.0]))
    new = geometry(surface.look, 0)
    last = len(new.boxes) - 1
    frame = tuple(new.frames[0].tolist())
    surface.morph(new, np.array([[1, last]]), np.zeros((0, 2), np.intp), box, frame)
    drawn.geometry = new
    way = surface._morphing[0]
    start = way.at(0.0)
    assert start.boxes[last].tolist() == old.boxes[1].tolist()
    qtbot.waitUntil(lambda: surface._morphing is None)
    there = drawn.middle(np.array([*frame[:2], 0.0, 0.0]))
    assert (there - corner).manhattanLength() < 1.5
    assert way.at(1.0) is new
    assert drawn.picture() != before


def test_panning_shows_the_same_as_painting_anew(qtbot: QtBot) -> None:
    drawn = Drawn(qtbot, 0, 1)
    surface = drawn.surface
    drawn.flow()
    drawn.picture()
    for _ in range(5):
        surface.glide.move(13.0, 7.0)
        drawn.picture()
    qtbot.waitUntil(lambda: not surface.glide.moving)
    moved = drawn.picture()
    surface._backing.forget()
    assert drawn.picture() == moved


def test_the_whole_picture_has_folded_boxes_and_frames(qtbot: QtBot) -> None:
    drawn = Drawn(qtbot, 0)
    drawn.flow()
    look = drawn.surface.look
    size = picture.size(drawn.geometry, look)
    image = QImage(size.toSize(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    flows = drawn.surface.flows
    picture.paint(painter, QRectF(image.rect()), drawn.geometry, flows, look, Marks())
    painter.end()
    colours = {image.pixelColor(x, image.height() // 2).name() for x in range(image.width())}
    assert look.palette.window in colours  # a frame's ground


def test_the_map_appears_when_something_is_out_of_sight_and_moves_the_view(qtbot: QtBot) -> None:
    drawn = Drawn(qtbot, *range(22))
    surface = drawn.surface
    overview = Overview(surface)
    overview.show_geometry(drawn.geometry, None, surface.look)
    surface.glide.fit()
    overview.show_camera(surface.glide.fitting(), surface.size())
    assert not overview.isVisible()
    surface.camera = surface.glide.fitting().zoomed(20.0, 500, 350, 0.0)
    overview.show_camera(surface.camera, surface.size())
    assert overview.isVisible()
    overview.grab()
    overview.moved.connect(surface.glide.move_to)
    at = QPoint(overview.width() // 2, overview.height() // 4)
    qtbot.mouseClick(overview, Qt.MouseButton.LeftButton, pos=at)
    _, y = surface.camera.to_scene(500, 350)
    _, top, _, high = drawn.geometry.bounds
    assert (y - top) / high == pytest.approx(0.25, abs=0.05)
    overview.switch(False)
    assert not overview.isVisible()


def test_a_selected_open_group_is_marked_in_pictures(qtbot: QtBot) -> None:
    theme = Theme()
    view = GraphView(Selection(), theme)
    qtbot.addWidget(view)
    view.resize(900, 700)
    view.show_graph(scenes.graph(OPERATIONS))
    qtbot.waitUntil(lambda: not view.busy, timeout=20_000)
    view.folds.open_all()
    qtbot.waitUntil(lambda: not view.busy, timeout=20_000)

    def picture_() -> QImage:
        image = QImage(1200, 900, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        view.paint_picture(painter, QRectF(image.rect()))
        painter.end()
        return image

    before = picture_()
    view._surface.marks.frames = {0}
    assert picture_() != before
