"""The canvas as a person meets it: graphs appear, are walked, searched, selected and saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from gradwalk.engine import messages
from gradwalk.gui.canvas.measure import freed_text
from gradwalk.gui.canvas.view import GraphView
from gradwalk.gui.canvas.walk import Place
from gradwalk.gui.export import save_picture
from gradwalk.gui.selection import Selection
from gradwalk.gui.theme import Theme

of = messages.Array.of
LEAF = "AccumulateGrad"
NAMES = ("MseLossBackward0", "AddmmBackward0", LEAF, "ReluBackward0", "TBackward0", LEAF,
         "AddmmBackward0", LEAF, "TBackward0")  # fmt: skip
EDGES = [(0, 1, 0), (1, 2, 0), (1, 3, 0), (1, 4, 0), (4, 5, 0), (3, 6, 0), (6, 7, 0), (6, 8, 0),
         (8, 5, 0)]  # fmt: skip
GRAPH = messages.GraphFound(
    key=1,
    names=NAMES,
    parameters=("", "", "b1", "", "", "w", "", "b2", ""),
    shapes=(((),), *(((2, 3),),) * 8),
    edges=of(np.array(EDGES, np.int32)),
    calls=tuple(messages.ModuleCall(path, "Linear") for path in ("net.one", "net.two")),
    call_of=of(np.array([-1, 0, -2, -1, 0, -2, 1, -2, 1], np.int32)),
    sequence=(5, 4, -1, 3, 2, -1, 1, -1, 0),
)


def chain(count: int, key: int = 9) -> messages.GraphFound:
    at = np.arange(count - 1)
    edges = np.stack([at, at + 1, np.zeros_like(at)], axis=1).astype(np.int32)
    return messages.GraphFound(
        key=key, names=("MulBackward0",) * count, parameters=("",) * count,
        shapes=(((2,),),) * count, edges=of(edges),
    )  # fmt: skip


def flow(graph: messages.GraphFound, norm: float = 0.5, **more: object) -> messages.Flow:
    nodes, edges = len(graph.names), len(graph.edges.numpy())
    usual = {
        "key": graph.key, "iteration": 1, "backward": 1,
        "states": of(np.full(nodes, messages.FREED, np.uint8)),
        "reached": of(np.ones(nodes, np.uint8)), "norms": of(np.full(nodes, norm)),
        "edge_reached": of(np.ones(edges, np.uint8)), "edge_norms": of(np.full(edges, norm)),
        "order": of(np.arange(nodes, dtype=np.int32)),
    }  # fmt: skip
    return messages.Flow(**(usual | more))


class Canvas:
    """A view at work, and what a test asks of it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.selection = Selection()
        self.theme = Theme()
        self.theme.choose("light")
        self.view = GraphView(self.selection, self.theme)
        self.surface = self.view._surface
        qtbot.addWidget(self.view)
        self.view.resize(900, 600)
        self.view.show()
        qtbot.waitExposed(self.view)

    def show(self, graph: messages.GraphFound) -> None:
        with self.qtbot.waitSignal(self.view.laid_out, timeout=60_000):
            self.view.show_graph(graph)

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: self.surface.glide.goal == self.surface.camera)

    def pixel(self, place: Place) -> QPoint:
        """A pixel inside a box (in its title) or a chip."""
        geometry, camera = self.surface.geometry_shown, self.surface.camera
        rectangles = geometry.boxes if place.kind == "box" else geometry.chips
        x, y, wide, high = rectangles[place.index]
        middle = y + (geometry.sizes.head if place.kind == "box" else high) / 2
        at = (x + wide / 2) * camera.scale + camera.x, middle * camera.scale + camera.y
        return QPointF(*at).toPoint()

    def box(self, node: int) -> Place:
        return Place("box", int(self.view.scene.box_of[node]))

    def chips(self, name: str) -> list[Place]:
        return [Place("chip", c) for c in self.view.scene.chips_by_name[name]]

    def click(self, place: Place) -> None:
        self.qtbot.mouseClick(self.surface, Qt.MouseButton.LeftButton, pos=self.pixel(place))

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            self.qtbot.keyClick(self.surface, key)

    def picture(self) -> QImage:
        QApplication.processEvents()
        return self.view.grab().toImage()


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[Canvas]:
    yield Canvas(qtbot)


@pytest.fixture
def shown(canvas: Canvas) -> Canvas:
    canvas.show(GRAPH)
    return canvas


def test_before_the_first_forward_the_canvas_says_what_to_press(canvas: Canvas) -> None:
    assert "Forward (F)" in canvas.surface.hint
    before = canvas.picture()
    canvas.show(GRAPH)
    assert canvas.picture() != before
    assert not canvas.view.busy
    canvas.view.clear_graph()
    assert canvas.picture() == before


def test_a_click_on_an_operation_selects_its_node(shown: Canvas) -> None:
    with shown.qtbot.waitSignal(shown.view.inspected) as asked:
        shown.click(shown.box(3))
    assert asked.args == [3]
    assert shown.selection.node == 3
    shown.qtbot.mouseClick(shown.surface, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert shown.selection.node is None


def test_a_click_on_a_chip_selects_the_parameter_wherever_it_is_used(shown: Canvas) -> None:
    shown.click(shown.chips("w")[1])
    assert shown.selection.parameter == "w"
    assert len(shown.surface.marks.chips) == 2


def test_what_is_selected_elsewhere_lights_up_here(shown: Canvas) -> None:
    before = shown.picture()
    shown.selection.select_parameter("b2")
    assert shown.picture() != before
    assert shown.surface.marks.chips == {shown.chips("b2")[0].index}
    assert "b2" in shown.surface.accessibleDescription()
    shown.selection.clear()
    assert shown.picture() == before


def test_arrow_keys_walk_along_next_functions_and_back(shown: Canvas) -> None:
    key = Qt.Key
    shown.press(key.Key_Home)
    assert shown.selection.node == 0
    shown.press(key.Key_Down)
    assert shown.selection.node == 1
    shown.press(key.Key_Down)
    assert shown.selection.node == 3
    shown.press(key.Key_Left)  # next_functions of node 1: b1, relu, w
    assert shown.selection.parameter == "b1"
    shown.press(key.Key_Right, key.Key_Right)
    assert shown.selection.parameter == "w"
    shown.press(key.Key_Up)
    assert shown.selection.node == 1
    shown.press(key.Key_Up, key.Key_Up)
    assert shown.selection.node == 0


def test_walking_in_a_graph_too_large_for_the_canvas_brings_each_step_into_sight(
    canvas: Canvas,
) -> None:
    canvas.show(chain(200))  # equal operations: one box, "×200"
    with canvas.qtbot.waitSignal(canvas.view.laid_out, timeout=60_000):
        canvas.view.folds.open_all()
    for _ in range(6):
        canvas.view.zoom_in()
    canvas.settle()
    canvas.press(Qt.Key.Key_Home, *(Qt.Key.Key_Down,) * 12)
    canvas.settle()
    assert canvas.selection.node == 12
    assert canvas.surface.rect().contains(canvas.pixel(canvas.box(12)))


def test_search_lists_lights_and_visits_the_matches(shown: Canvas) -> None:
    view = shown.view
    assert view.search("addmm") == 2
    assert shown.surface.marks.found_boxes == {shown.box(1).index, shown.box(6).index}
    view.next_match()
    assert shown.selection.node == 1
    view.next_match()
    assert shown.selection.node == 6
    view.next_match()
    assert shown.selection.node == 1
    view.previous_match()
    assert shown.selection.node == 6
    assert view.search("net.two") == 2  # the operation, and the transposing of its weight
    assert view.search("b1") == 1
    view.next_match()
    assert shown.selection.parameter == "b1"
    assert view.search("2x3") > 2
    assert view.search("nothing like this") == 0


def test_the_search_bar_opens_takes_keys_and_closes(shown: Canvas) -> None:
    shown.view.activateWindow()
    shown.view.find()
    bar = shown.view._finder.bar
    assert bar.isVisible()
    shown.qtbot.keyClicks(bar.field, "relu")
    assert "1" in bar.label.text()
    shown.qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert shown.selection.node == 3
    shown.qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert shown.surface.marks.found_boxes == set()


def wheel(surface: object, at: QPoint, notches: int) -> None:
    event = QWheelEvent(
        QPointF(at), surface.mapToGlobal(QPointF(at)), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(surface, event)


def test_the_wheel_zooms_to_the_pointer_and_fit_shows_all_again(shown: Canvas) -> None:
    place = shown.box(6)
    at, before = shown.pixel(place), shown.surface.camera
    wheel(shown.surface, at, 3)
    assert shown.surface.camera.scale > before.scale
    assert (shown.pixel(place) - at).manhattanLength() <= 2
    shown.view.fit()
    shown.settle()
    assert shown.surface.camera.scale == pytest.approx(before.scale)


def test_dragging_moves_the_graph_and_selects_nothing(shown: Canvas) -> None:
    place = shown.box(3)
    start = shown.pixel(place)
    shown.qtbot.mousePress(shown.surface, Qt.MouseButton.LeftButton, pos=start)
    shown.qtbot.mouseMove(shown.surface, start + QPoint(30, 20))
    shown.qtbot.mouseMove(shown.surface, start + QPoint(60, 40))
    shown.qtbot.mouseRelease(shown.surface, Qt.MouseButton.LeftButton, pos=start + QPoint(60, 40))
    assert (shown.pixel(place) - start - QPoint(60, 40)).manhattanLength() <= 2
    assert shown.selection.node is None


def test_the_graph_cannot_be_lost_by_dragging(shown: Canvas) -> None:
    for _ in range(20):
        shown.surface.glide.move(500, 500)
    assert shown.surface.glide.in_sight(shown.surface.geometry_shown.bounds)


def test_zoom_to_selection_brings_it_to_the_middle(shown: Canvas) -> None:
    shown.selection.select_node(6)
    shown.view.zoom_to_selection()
    shown.settle()
    middle = shown.surface.rect().center()
    assert (shown.pixel(shown.box(6)) - middle).manhattanLength() < 80


def test_the_same_structure_again_changes_nothing_on_screen(shown: Canvas) -> None:
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


def test_a_backward_colours_the_graph_and_its_numbers_are_told(shown: Canvas) -> None:
    before = shown.picture()
    shown.view.show_flow(flow(GRAPH, 0.0123))
    assert shown.picture() != before
    tip = shown.view._surface.tip_of(shown.box(1))
    assert "0.01230" in tip
    assert freed_text() in tip
    assert "net.one" in tip
    shown.view.show_flow(flow(GRAPH, float("nan")))
    assert "⚠ NaN" in shown.view._surface.tip_of(shown.box(1))


def test_a_flow_that_comes_before_its_layout_is_shown_with_it(canvas: Canvas) -> None:
    with canvas.qtbot.waitSignal(canvas.view.laid_out, timeout=60_000):
        canvas.view.show_graph(GRAPH)
        canvas.view.show_flow(flow(GRAPH))
    assert canvas.surface.flows.ran


def test_a_flow_of_another_graph_is_not_drawn_on_this_one(shown: Canvas) -> None:
    shown.view.show_flow(flow(chain(4)))
    assert shown.surface.flows is None


def test_no_gradient_is_not_told_as_zero(shown: Canvas) -> None:
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


def test_a_new_graph_forgets_a_selected_node_but_not_a_parameter(shown: Canvas) -> None:
    shown.selection.select_node(3)
    shown.show(chain(5))
    assert shown.selection.node is None
    shown.selection.select_parameter("w")
    shown.show(GRAPH)
    assert shown.selection.parameter == "w"
    assert len(shown.surface.marks.chips) == 2


def test_hovering_tells_in_words(shown: Canvas) -> None:
    told: list[str] = []
    shown.view.hovered.connect(told.append)
    shown.qtbot.mouseMove(shown.surface, shown.pixel(shown.box(3)))
    shown.qtbot.mouseMove(shown.surface, QPoint(2, 2))
    assert "ReluBackward0" in told[0]
    assert told[-1] == ""


def test_a_layout_that_takes_long_can_be_given_up_for_plain_layers(canvas: Canvas) -> None:
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


def test_a_dead_worker_does_not_leave_the_canvas_empty(canvas: Canvas) -> None:
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
def test_both_themes_are_drawn_with_their_own_ground(shown: Canvas, choice: str) -> None:
    shown.theme.choose(choice)
    corner = shown.picture().pixelColor(QPoint(6, 6))
    assert (corner.lightness() < 80) == (choice == "dark")


def test_larger_text_makes_larger_boxes(shown: Canvas) -> None:
    before = shown.surface.geometry_shown.boxes[0, 3]
    font = shown.view.font()
    font.setPointSizeF(font.pointSizeF() * 1.5)
    with shown.qtbot.waitSignal(shown.view.laid_out, timeout=60_000):
        shown.view.setFont(font)
    assert shown.surface.geometry_shown.boxes[0, 3] > before * 1.2


def test_a_graph_that_does_not_fit_together_is_said(shown: Canvas) -> None:
    broken = messages.GraphFound(
        key=5, names=("A",), parameters=("",), shapes=(((),),),
        edges=of(np.array([[0, 7, 0]], np.int32)),
    )  # fmt: skip
    shown.view.show_graph(broken)
    assert "cannot be drawn" in shown.view._notice.text()
    assert not shown.view.busy


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_the_whole_picture_is_saved(shown: Canvas, tmp_path: Path, suffix: str) -> None:
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


def test_what_cannot_be_saved_is_an_os_error(canvas: Canvas, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="no graph"):
        save_picture(canvas.view, tmp_path / "g.png")
    canvas.show(GRAPH)
    with pytest.raises(OSError, match="gif"):
        save_picture(canvas.view, tmp_path / "g.gif")
    for suffix in (".png", ".svg", ".pdf"):
        with pytest.raises(OSError):
            save_picture(canvas.view, tmp_path / "missing" / f"g{suffix}")


@pytest.mark.parametrize("size", [QSize(320, 240), QSize(560, 340), QSize(1600, 900)])
def test_every_size_shows_the_whole_graph(shown: Canvas, size: QSize) -> None:
    shown.view.resize(size)
    QApplication.processEvents()
    for node in (0, 1, 3, 6):
        assert shown.surface.rect().contains(shown.pixel(shown.box(node)))
