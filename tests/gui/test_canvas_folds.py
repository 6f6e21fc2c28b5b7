"""Opening and closing in the view: what a person does, and what stays as it was."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from gradwalk.engine import messages
from gradwalk.gui.canvas.focus import FOLDED
from gradwalk.gui.canvas.pilot import group_at
from gradwalk.gui.canvas.walk import Place
from gradwalk.gui.panels import inspector_group
from gradwalk.gui.panels.found import FoundGraph

from .canvas_desk import CanvasDesk

of = messages.Array.of
LEAF = "AccumulateGrad"
KINDS = ("Relu", "Mul", "Tanh", "Exp", "Sin", "Cos")
BLOCKS = ("a", "b", "c")
NAMES = ("LossBackward0", *(f"{kind}Backward0" for kind in KINDS), LEAF)


def model(key: int = 1) -> messages.GraphFound:
    """A loss, then modules a, b and c of two operations each; c's last uses a weight."""
    edges = [(i, i + 1, 0) for i in range(len(NAMES) - 1)]
    calls = tuple(messages.ModuleCall(path, path.upper()) for path in BLOCKS)
    return messages.GraphFound(
        key=key, names=NAMES, parameters=("",) * 7 + ("c.weight",), shapes=(((2, 3),),) * 8,
        edges=of(np.array(edges, np.int32)), calls=calls,
        call_of=of(np.array([-1, 0, 0, 1, 1, 2, 2, -2], np.int32)),
        sequence=(6, 5, 4, 3, 2, 1, 0, -1),
    )  # fmt: skip


def flow(**more: object) -> messages.Flow:
    count = len(NAMES)
    usual = {
        "key": 1, "iteration": 1, "backward": 1,
        "states": of(np.full(count, messages.FREED, np.uint8)),
        "reached": of(np.ones(count, np.uint8)), "norms": of(np.arange(1.0, count + 1)),
        "edge_reached": of(np.ones(count - 1, np.uint8)), "edge_norms": of(np.ones(count - 1)),
        "order": of(np.arange(count, dtype=np.int32)),
    }  # fmt: skip
    return messages.Flow(**(usual | more))


class Canvas(CanvasDesk):
    """A view with the model in it."""

    def __init__(self, qtbot: QtBot) -> None:
        super().__init__(qtbot, 900, 700)
        self.show(model())

    def show(self, graph: messages.GraphFound) -> None:
        super().show(graph)
        self.settle()

    @property
    def open(self) -> set[str]:
        """The titles of frames: what is open."""
        return set(self.view.scene.frames.titles)

    @property
    def folded(self) -> set[str]:
        scene = self.view.scene
        return {t for t, node in zip(scene.titles, scene.node, strict=True) if node < 0}

    @property
    def lit(self) -> set[str]:
        """The titles of what is lit up."""
        scene, marks = self.view.scene, self.surface.marks
        return {scene.titles[b] for b in marks.boxes} | {
            scene.frames.titles[f] for f in marks.frames
        }

    def place(self, title: str) -> Place:
        scene = self.view.scene
        if title in scene.frames.titles:
            return Place("frame", scene.frames.titles.index(title))
        return Place("box", scene.titles.index(title))

    def corner(self, title: str) -> QPointF:
        """The upper left corner, in pixels."""
        place, shown = self.place(title), self.surface.geometry_shown
        rectangles = shown.frames if place.kind == "frame" else shown.boxes
        camera = self.surface.camera
        x, y = (rectangles[place.index, :2] * camera.scale).tolist()
        return QPointF(x + camera.x, y + camera.y)

    def double_click(self, title: str) -> None:
        place, shown, camera = self.place(title), self.surface.geometry_shown, self.surface.camera
        if place.kind == "frame":
            at = next(t for t in self.surface._titles() if t.frame == place.index).strip.center()
        else:
            x, y, wide, high = (shown.boxes[place.index] * camera.scale).tolist()
            at = QPointF(x + camera.x + wide / 2, y + camera.y + high / 2)
        self.qtbot.mouseDClick(self.surface, Qt.MouseButton.LeftButton, pos=at.toPoint())
        self.settle()

    def do(self, act: object) -> None:
        act()
        self.settle()


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[Canvas]:
    yield Canvas(qtbot)


def test_a_double_click_closes_a_frame_and_opens_a_box(canvas: Canvas) -> None:
    assert canvas.open == set(BLOCKS)
    canvas.double_click("b")
    assert (canvas.open, canvas.folded) == ({"a", "c"}, {"b"})
    canvas.double_click("b")
    assert (canvas.open, canvas.folded) == (set(BLOCKS), set())


def test_what_is_opened_keeps_its_corner_on_screen(canvas: Canvas) -> None:
    canvas.do(canvas.view.folds.close_all)
    before = canvas.corner("b")
    canvas.double_click("b")
    assert canvas.open == {"b"}
    assert (canvas.corner("b") - before).manhattanLength() < 2
    canvas.double_click("b")
    assert (canvas.corner("b") - before).manhattanLength() < 2


def test_the_picture_stays_while_a_long_layout_is_told_of(canvas: Canvas) -> None:
    """The strip comes and goes; what was zoomed to stays where it is."""
    canvas.view.zoom_in()
    canvas.settle()
    before = canvas.corner("b") + QPointF(canvas.surface.pos())
    canvas.view._waiting.begin(100)
    canvas.qtbot.waitUntil(canvas.view._waiting.isVisible)
    canvas.view.grab()
    assert canvas.corner("b") + QPointF(canvas.surface.pos()) == before
    assert canvas.view._waiting.width() == canvas.surface.width()
    canvas.view._waiting.end()
    canvas.view.grab()
    assert canvas.corner("b") + QPointF(canvas.surface.pos()) == before


def test_a_selection_survives_folding(canvas: Canvas) -> None:
    canvas.selection.select_node(3)
    assert canvas.lit == {NAMES[3]}
    canvas.do(canvas.view.close_around)
    assert canvas.lit == {"b"}
    assert canvas.selection.node == 3
    canvas.double_click("b")
    assert canvas.lit == {NAMES[3]}


def test_a_selected_group_is_lit_open_and_closed(canvas: Canvas) -> None:
    canvas.view._pilot.pick(canvas.place("b"))
    assert canvas.selection.group.title == "b"
    for _ in range(2):
        assert canvas.lit == {"b"}
        canvas.do(canvas.view.toggle)
    assert canvas.open == set(BLOCKS)


def test_esc_selects_no_group_any_more_before_it_shows_everything(canvas: Canvas) -> None:
    canvas.view._pilot.pick(canvas.place("b"))
    canvas.do(canvas.view.focus.ancestors)
    canvas.qtbot.keyClick(canvas.surface, Qt.Key.Key_Escape)
    assert canvas.selection.nothing
    assert canvas.view.focus.keep is not None
    canvas.qtbot.keyClick(canvas.surface, Qt.Key.Key_Escape)
    assert canvas.view.focus.keep is None


def test_reveal_opens_what_hides_an_operation_or_a_parameter(canvas: Canvas) -> None:
    canvas.do(canvas.view.folds.close_all)
    canvas.do(lambda: canvas.view.reveal(3))
    assert canvas.open == {"b"}
    assert canvas.selection.node == 3
    canvas.do(canvas.view.folds.close_all)
    canvas.do(lambda: canvas.view.reveal(7))
    assert canvas.open == {"c"}
    assert canvas.selection.parameter == "c.weight"
    assert canvas.surface.marks.chips


def test_the_same_graph_again_changes_nothing_a_new_one_keeps_what_was_open(
    canvas: Canvas,
) -> None:
    canvas.double_click("b")
    before = canvas.surface.geometry_shown
    canvas.show(model())
    assert canvas.surface.geometry_shown is before
    canvas.show(model(key=2))
    assert canvas.view.scene.key == 2
    assert (canvas.open, canvas.folded) == ({"a", "c"}, {"b"})
    canvas.do(canvas.view.clear_graph)
    canvas.show(model(key=3))
    assert canvas.folded == {"b"}


def test_fold_others_folds_them(canvas: Canvas) -> None:
    canvas.view.focus.choose(FOLDED)
    canvas.selection.select_node(2)
    canvas.do(canvas.view.focus.to_loss)
    assert (canvas.open, canvas.folded) == ({"a"}, {"b", "c"})
    canvas.do(canvas.view.focus.clear)
    assert canvas.open == set(BLOCKS)


def test_a_groups_tooltip_tells_what_it_holds_and_its_norms(canvas: Canvas) -> None:
    canvas.view.show_flow(flow())
    tip = canvas.view._surface.tip_of(canvas.place("b"))
    for text in ("<b>b</b>", "B", "2", "4 – 5", "opens or closes it"):
        assert text in tip
    norms = np.arange(1.0, 9.0)
    norms[3] = np.nan
    canvas.view.show_flow(flow(norms=of(norms)))
    assert "⚠ 1" in canvas.view._surface.tip_of(canvas.place("b"))


def test_the_inspector_tells_of_a_group(canvas: Canvas) -> None:
    group = group_at(canvas.view.scene, canvas.place("b"))
    norms = np.arange(1.0, 9.0)
    graph = FoundGraph(model())
    text = inspector_group.group(graph, group, flow(), canvas.theme.palette)
    for part in (
        "0 alive, 2 freed, 0 save nothing",
        "Smallest norm 4 at",
        "Largest norm 5 at",
        NAMES[3],
        NAMES[4],
    ):
        assert part in text
    assert NAMES[5] not in text
    norms[4] = np.inf
    text = inspector_group.group(graph, group, flow(norms=of(norms)), canvas.theme.palette)
    assert "NaN or Inf at 1 operations" in text
    unreached = flow(reached=of(np.zeros(8, np.uint8)))
    text = inspector_group.group(graph, group, unreached, canvas.theme.palette)
    assert "no gradient" in text
