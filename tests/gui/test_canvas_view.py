"""The canvas shows a graph and its flow, in any theme and size, and is saved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from gradwalk.engine import messages
from gradwalk.gui.canvas import painter
from gradwalk.gui.canvas.measure import freed_text
from gradwalk.gui.canvas.view import GraphView
from gradwalk.gui.export import save_picture
from gradwalk.gui.selection import Selection
from gradwalk.gui.theme import Theme

from .canvas_desk import CanvasDesk, wheel
from .canvas_graphs import GRAPH, LEAF, NAMES, chain, flow, of

STORAGES = messages.Storages(
    key=GRAPH.key, saved=of(np.array([[1, 0], [3, 1]], np.int32)),
    storages=of(np.array([3 << 20, 5 << 20], np.int64)),
)  # fmt: skip


def test_boxes_tell_what_is_kept_that_comes_after_the_graph(canvas: CanvasDesk) -> None:
    canvas.view.show_graph(msgspec.structs.replace(GRAPH, storages_follow=True))
    canvas.view.show_storages(msgspec.structs.replace(STORAGES, key=2))  # of another graph
    assert canvas.view.busy
    assert canvas.view.scene is None
    with canvas.qtbot.waitSignal(canvas.view.laid_out):
        canvas.view.show_storages(STORAGES)
    assert not canvas.view.busy
    canvas.view.show_storages(STORAGES)  # a second time changes nothing
    late = canvas.picture()
    canvas.view.clear_graph()
    both = {"saved": STORAGES.saved, "storages": STORAGES.storages}
    canvas.show(msgspec.structs.replace(GRAPH, **both))
    assert canvas.picture() == late


def test_a_graph_whose_engine_is_gone_is_shown_without_what_it_keeps(canvas: CanvasDesk) -> None:
    canvas.view.go_without_storages()
    canvas.view.show_graph(msgspec.structs.replace(GRAPH, storages_follow=True))
    with canvas.qtbot.waitSignal(canvas.view.laid_out):
        canvas.view.go_without_storages()
    assert canvas.view.scene is not None


def test_before_the_first_forward_the_canvas_says_what_to_press(canvas: CanvasDesk) -> None:
    assert "Forward (F)" in canvas.surface.hint
    before = canvas.picture()
    canvas.show(GRAPH)
    assert canvas.picture() != before
    assert not canvas.view.busy
    canvas.view.clear_graph()
    assert canvas.picture() == before


def test_the_same_structure_again_changes_nothing_on_screen(shown: CanvasDesk) -> None:
    wheel(shown.surface, QPoint(300, 300), 2)
    camera, before = shown.surface.camera, shown.picture()
    again = messages.GraphFound(**{
        name: getattr(GRAPH, name) for name in GRAPH.__struct_fields__ if name != "key"
    }, key=2)  # fmt: skip
    shown.view.show_graph(GRAPH)
    assert shown.picture() == before
    shown.view.show_graph(again)
    assert not shown.view.busy  # laid out before
    assert shown.surface.camera == camera
    assert shown.picture() == before


def test_a_backward_colours_the_graph_and_its_numbers_are_told(shown: CanvasDesk) -> None:
    before = shown.picture()
    shown.view.show_flow(flow(GRAPH, 0.0123))
    assert shown.picture() != before
    tip = shown.view._surface.tip_of(shown.box(1))
    assert "0.01230" in tip
    assert freed_text() in tip
    assert "net.one" in tip
    shown.view.show_flow(flow(GRAPH, float("nan")))
    assert "⚠ NaN" in shown.view._surface.tip_of(shown.box(1))


def test_a_flow_that_comes_before_its_layout_is_shown_with_it(canvas: CanvasDesk) -> None:
    with canvas.qtbot.waitSignal(canvas.view.laid_out, timeout=60_000):
        canvas.view.show_graph(GRAPH)
        canvas.view.show_flow(flow(GRAPH))
    assert canvas.surface.flows.ran


def test_a_flow_of_another_graph_is_not_drawn_on_this_one(shown: CanvasDesk) -> None:
    shown.view.show_flow(flow(chain(4)))
    assert shown.surface.flows is None


def test_the_first_picture_lacks_nothing_that_comes_a_moment_later(canvas: CanvasDesk) -> None:
    each = tuple(((count,),) for count in range(2, 38))
    names = tuple(f"Number{count}Backward0" for count in range(36))
    graph = msgspec.structs.replace(chain(36), names=names, shapes=each)
    canvas.view.resize(900, 2000)
    canvas.show(graph)
    first = canvas.picture()
    canvas.qtbot.waitUntil(lambda: not canvas.surface.glide.moving)
    assert canvas.picture() == first


@pytest.mark.parametrize("far", [False, True])
def test_what_an_error_points_at_is_marked_at_any_zoom(shown: CanvasDesk, far: bool) -> None:
    surface = shown.surface
    if far:
        surface.camera = surface.camera.zoomed(0.2, 450.0, 300.0, 0.0)
        shown.qtbot.waitUntil(lambda: not surface.glide.moving)
    assert surface.readable != far
    danger = shown.theme.palette.danger

    def marked() -> int:
        image = surface.grab().toImage()
        rows = range(0, image.height(), 2)
        return sum(image.pixelColor(x, y).name() == danger
                   for x in range(image.width()) for y in rows)  # fmt: skip

    shown.view.show_flow(flow(GRAPH, failed=()))
    assert marked() == 0
    shown.view.show_flow(flow(GRAPH, failed=(1,)))
    assert marked() > 10


def test_no_gradient_is_not_told_as_zero(shown: CanvasDesk) -> None:
    nodes = len(NAMES)
    reached = np.ones(nodes, np.uint8)
    reached[3] = 0
    norms = np.full(nodes, 1.0)
    norms[6] = 0.0
    shown.view.show_flow(flow(GRAPH, reached=of(reached), norms=of(norms)))
    assert "no gradient" in shown.view._surface.tip_of(shown.box(3))
    zero = shown.view._surface.tip_of(shown.box(6))
    assert "no gradient came" not in zero
    assert "<td>0</td>" in zero


def test_hovering_tells_in_words(shown: CanvasDesk) -> None:
    told: list[str] = []
    shown.view.hovered.connect(told.append)
    shown.qtbot.mouseMove(shown.surface, shown.pixel(shown.box(3)))
    shown.qtbot.mouseMove(shown.surface, QPoint(2, 2))
    assert "ReluBackward0" in told[0]
    assert told[-1] == ""


def test_a_layout_that_takes_long_can_be_given_up_for_plain_layers(canvas: CanvasDesk) -> None:
    random = np.random.default_rng(1)
    sources = random.integers(0, 299, 1500)
    targets = random.integers(sources + 1, 300)
    edges = np.unique(np.stack([sources, targets, np.zeros_like(sources)], axis=1), axis=0)
    dense = messages.GraphFound(
        key=3, names=("MulBackward0",) * 300, parameters=("",) * 300, shapes=(((2,),),) * 300,
        edges=of(edges.astype(np.int32)),
    )  # fmt: skip
    canvas.view.show_graph(dense)
    assert canvas.view.busy
    canvas.qtbot.waitUntil(canvas.view._waiting.isVisible, timeout=20_000)
    (button,) = canvas.view._waiting.findChildren(QPushButton)
    with canvas.qtbot.waitSignal(canvas.view.laid_out, timeout=60_000):
        canvas.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not canvas.view.busy
    assert not canvas.view._waiting.isVisible()
    assert "Plain layers" in canvas.view._notice.text()


def test_a_dead_worker_does_not_leave_the_canvas_empty(canvas: CanvasDesk) -> None:
    canvas.view._arranger._layouter.warm()
    canvas.view._arranger._layouter._process.waitForStarted()
    canvas.view._arranger._layouter._process.kill()
    canvas.show(GRAPH)
    assert canvas.view.scene is not None


def test_the_worker_ends_with_the_view(qtbot: QtBot) -> None:
    view = GraphView(Selection(), Theme())  # not the fixture's, which closes it again
    view.show()
    layouter = view._arranger._layouter
    qtbot.waitUntil(lambda: layouter._process is not None)
    process = layouter._process
    gone: list[bool] = []
    view.destroyed.connect(lambda: gone.append(True))
    view.deleteLater()
    qtbot.waitUntil(lambda: bool(gone))
    assert process.state() == process.ProcessState.NotRunning


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_both_themes_are_drawn_with_their_own_ground(shown: CanvasDesk, choice: str) -> None:
    shown.theme.choose(choice)
    corner = shown.picture().pixelColor(QPoint(6, 6))
    assert (corner.lightness() < 80) == (choice == "dark")


def test_larger_text_makes_larger_boxes(shown: CanvasDesk) -> None:
    before = shown.surface.geometry_shown.boxes[0, 3]
    font = shown.view.font()
    font.setPointSizeF(font.pointSizeF() * 1.5)
    with shown.qtbot.waitSignal(shown.view.laid_out, timeout=60_000):
        shown.view.setFont(font)
    assert shown.surface.geometry_shown.boxes[0, 3] > before * 1.2


def test_a_graph_that_does_not_fit_together_is_said(shown: CanvasDesk) -> None:
    broken = messages.GraphFound(
        key=5, names=("A",), parameters=("",), shapes=(((),),),
        edges=of(np.array([[0, 7, 0]], np.int32)),
    )  # fmt: skip
    shown.view.show_graph(broken)
    assert "cannot be drawn" in shown.view._notice.text()
    assert not shown.view.busy


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_the_whole_picture_is_saved(shown: CanvasDesk, tmp_path: Path, suffix: str) -> None:
    shown.view.show_flow(flow(GRAPH))
    wheel(shown.surface, QPoint(10, 10), 10)  # most of it is out of sight
    path = tmp_path / f"graph{suffix}"
    save_picture(shown.view, path)
    size = shown.view.picture_size().toSize()
    if suffix == ".png":
        image = QImage(str(path))
        assert image.size() == size * 2
        assert len({image.pixel(x, image.height() // 3) for x in range(image.width())}) > 3
    elif suffix == ".svg":
        renderer = QSvgRenderer(str(path))
        assert renderer.isValid()
        assert renderer.viewBoxF().size().toSize() == size
        assert all(name in path.read_text() for name in ("MseLossBackward0", "b2"))
    else:
        assert path.read_bytes().startswith(b"%PDF")


def test_what_cannot_be_saved_is_an_os_error(canvas: CanvasDesk, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="no graph"):
        save_picture(canvas.view, tmp_path / "g.png")
    canvas.show(GRAPH)
    with pytest.raises(OSError, match="gif"):
        save_picture(canvas.view, tmp_path / "g.gif")
    for suffix in (".png", ".svg", ".pdf"):
        with pytest.raises(OSError):
            save_picture(canvas.view, tmp_path / "missing" / f"g{suffix}")


@pytest.mark.parametrize("size", [QSize(320, 240), QSize(560, 340), QSize(1600, 900)])
def test_every_size_shows_the_whole_graph(shown: CanvasDesk, size: QSize) -> None:
    shown.view.resize(size)
    QApplication.processEvents()
    for node in (0, 1, 3, 6):
        assert shown.surface.rect().contains(shown.pixel(shown.box(node)))


def test_a_match_is_not_left_under_the_search_bar(shown: CanvasDesk) -> None:
    shown.view.find()
    bar = shown.view._finder.bar
    shown.qtbot.keyClicks(bar.field, "b")
    shown.qtbot.waitUntil(lambda: len(shown.view._finder.nodes) > 4)
    for _ in range(len(shown.view._finder.nodes)):
        shown.qtbot.keyClick(bar.field, Qt.Key.Key_Return)
        shown.settle()
        at, camera = shown.view._pilot.cursor, shown.surface.camera
        geometry = shown.surface.geometry_shown
        rectangles = geometry.boxes if at.kind == "box" else geometry.chips
        x, y, wide, high = (rectangles[at.index] * camera.scale).tolist()
        place = QRectF(x + camera.x, y + camera.y, wide, high)
        assert not place.intersects(QRectF(bar.geometry()))
        assert QRectF(shown.surface.rect()).contains(place)


def test_parameters_are_named_alike_whatever_else_is_in_sight(canvas: CanvasDesk) -> None:
    """Where rows are too low for text, two of a box share one, beside a box that has one row."""
    edges = [(0, 1, 0), (1, 2, 0), (0, 3, 0), (0, 4, 0), (2, 5, 0)]
    names = ("AddmmBackward0", "ReluBackward0", "MmBackward0", LEAF, LEAF, LEAF)
    graph = messages.GraphFound(
        key=4, names=names, parameters=("", "", "", "a.weight", "a.bias", "b.weight"),
        shapes=(((2, 3),),) * 6, edges=of(np.array(edges, np.int32)),
    )  # fmt: skip
    canvas.show(graph)
    surface = canvas.surface
    look, sizes = surface.look, surface.geometry_shown.sizes
    line = look.sized(look.smallest)[1].height()
    scale = 0.8 * line / (sizes.chip - 4.0)  # too low for a row's text, enough for two rows'
    box = (surface.geometry_shown.boxes[canvas.box(0).index] * scale).tolist()

    def row(y: float) -> QImage:
        """The parameters of the first box, its upper edge being at a height of the canvas."""
        surface.camera = type(surface.camera)(scale, 300.0 - box[0], y - box[1])
        canvas.qtbot.waitUntil(lambda: not surface.glide.moving)
        chips = QRectF(300.0, y + sizes.head * scale, box[2], box[3] - sizes.head * scale)
        return surface.grab(chips.toAlignedRect()).toImage()

    alone = row(float(surface.height() - round(box[3]) - 4))
    assert row(40.0) == alone


def test_the_only_parameter_of_an_operation_is_named_wherever_two_would_be(
    canvas: CanvasDesk,
) -> None:
    """Where its row is too low for text, it takes some of the room above it."""
    surface = canvas.surface
    pictures = []
    for key, name in enumerate(("b.nunnun", "b.unnunn")):
        graph = messages.GraphFound(
            key=key, names=("MmBackward0", LEAF), parameters=("", name), shapes=(((2, 3),),) * 2,
            edges=of(np.array([(0, 1, 0)], np.int32)),
        )  # fmt: skip
        canvas.show(graph)
        look, sizes = surface.look, surface.geometry_shown.sizes
        scale = 0.7 * look.sized(look.smallest)[1].height() / (sizes.chip - 4.0)
        x, y, wide, high = (surface.geometry_shown.boxes[canvas.box(0).index] * scale).tolist()
        surface.camera = type(surface.camera)(scale, 300.0 - x, 40.0 - y)
        canvas.qtbot.waitUntil(lambda: not surface.glide.moving)
        pictures.append(surface.grab(QRectF(300.0, 40.0, wide, high).toAlignedRect()).toImage())
    assert pictures[0].size() == pictures[1].size()
    assert pictures[0] != pictures[1]


def test_a_mistake_in_painting_is_an_exception_and_no_crash(
    shown: CanvasDesk, monkeypatch: pytest.MonkeyPatch, qtlog: Any
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a mistake")

    before = shown.picture()
    with monkeypatch.context() as patched:
        patched.setattr(painter, "titles", broken)
        with pytest.raises(RuntimeError, match="a mistake"):
            shown.surface.repaint()
    assert not [record for record in qtlog.records if "active painter" in record.message]
    assert shown.picture() == before


def test_what_is_found_in_a_shared_row_strikes_no_text_through(canvas: CanvasDesk) -> None:
    """Two parameters in one row of text: both are ringed by one ring around the row."""
    canvas.show(GRAPH)
    surface = canvas.surface
    look, sizes = surface.look, surface.geometry_shown.sizes
    scale = 0.8 * look.sized(look.smallest)[1].height() / (sizes.chip - 4.0)
    surface.camera = type(surface.camera)(scale, 20.0, 20.0)
    canvas.qtbot.waitUntil(lambda: not surface.glide.moving)
    scene = canvas.view.scene
    one, other = scene.chips_by_name["b1"][0], scene.chips_by_name["w"][0]
    assert scene.chips.box[one] == scene.chips.box[other]
    upper, lower = surface.geometry_shown.chips[sorted((one, other))] * scale
    warning = canvas.theme.palette.warning
    middle = round((upper[1] + upper[3] + lower[1]) / 2) + 20
    plain = surface.grab().toImage()
    surface.marks.found_chips = {one, other}
    found = surface.grab().toImage()
    left, right = round(upper[0]) + 26, round(upper[0] + upper[2]) + 14
    assert found != plain
    assert not [x for x in range(left, right) for y in range(middle - 2, middle + 3)
                if found.pixelColor(x, y).name() == warning]  # fmt: skip
