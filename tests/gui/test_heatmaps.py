"""The heatmap panel: what a person sees, hovers, copies and chooses."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.extra import numpy as hnp
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QComboBox, QLabel, QToolButton

from gradwalk.engine import messages
from gradwalk.gui.panels.cells import Row
from gradwalk.gui.panels.heatmaps import HeatmapPanel
from gradwalk.gui.panels.mosaic import Mosaic
from gradwalk.gui.selection import Selection
from gradwalk.gui.theme import NOT_A_NUMBER, Theme

SHAPES: dict[str, tuple[int, ...]] = {
    "conv1.weight": (6, 1, 3, 3), "conv1.bias": (6,), "fc1.weight": (120, 576),
}  # fmt: skip


def tensor(values: npt.NDArray[Any]) -> messages.TensorValue:
    plain = np.asarray(values, np.float32)
    return messages.TensorValue(messages.Array.of(plain), "float32", plain.shape)


def values(
    name: str, value: npt.NDArray[Any], gradient: npt.NDArray[Any] | None, iteration: int = 1
) -> messages.Values:
    item = messages.ParameterValue(
        name, tensor(value), None if gradient is None else tensor(gradient)
    )
    return messages.Values(iteration=iteration, items=(item,))


def state(names: dict[str, tuple[int, ...]] = SHAPES) -> messages.State:
    rows = tuple(messages.ParameterRow(n, s, "float32", 1.0, None) for n, s in names.items())
    return messages.State(
        seq=1, settings=messages.Settings(), phase="no graph", parameters=rows
    )  # fmt: skip


@pytest.fixture
def panel(qtbot: Any) -> HeatmapPanel:
    panel = HeatmapPanel(Selection(), Theme())
    panel.resize(600, 420)
    qtbot.addWidget(panel)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def mosaic(panel: HeatmapPanel) -> Mosaic:
    return panel.findChild(Mosaic)


def hover(panel: HeatmapPanel, row: int, flat: int) -> None:
    place = mosaic(panel).centre_of(row, flat)
    assert place is not None
    none = Qt.MouseButton.NoButton
    move = QMouseEvent(
        QEvent.Type.MouseMove, place, mosaic(panel).mapToGlobal(place), none, none,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QGuiApplication.sendEvent(mosaic(panel), move)


def words(panel: HeatmapPanel) -> str:
    return "\n".join(label.toolTip() + "\n" + label.text() for label in panel.findChildren(QLabel))


def test_conv1_is_watched_first(qtbot: Any, panel: HeatmapPanel) -> None:
    with qtbot.waitSignal(panel.watch_changed) as asked:
        panel.show_state(state())
    assert asked.args == [("conv1.weight",)]


def test_another_net_s_first_parameter_is_watched(qtbot: Any, panel: HeatmapPanel) -> None:
    panel.show_state(state())
    with qtbot.waitSignal(panel.watch_changed) as asked:
        panel.show_state(state({"neuron.weight": (1, 1), "neuron.bias": (1,)}))
    assert asked.args == [("neuron.weight",)]


def test_hovering_tells_value_and_full_index_of_weight_and_gradient(panel: HeatmapPanel) -> None:
    panel.show_state(state())
    weight = np.arange(54, dtype=np.float32).reshape(6, 1, 3, 3) / 8 - 2
    panel.show_values(values("conv1.weight", weight, -weight))
    for index in ((0, 0, 0, 0), (3, 0, 1, 2), (5, 0, 2, 2)):
        hover(panel, 0, int(np.ravel_multi_index(index, weight.shape)))
        place = ", ".join(map(str, index))
        assert f"conv1.weight[{place}] = {weight[index]:g}" in words(panel)
        assert f"conv1.weight.grad[{place}] = {-weight[index]:g}" in words(panel)


def test_what_is_pointed_at_stays_live(panel: HeatmapPanel) -> None:
    panel.show_state(state())
    panel.show_values(values("conv1.weight", np.zeros((6, 1, 3, 3)), None))
    hover(panel, 0, 10)
    panel.show_values(values("conv1.weight", np.full((6, 1, 3, 3), 0.5), None))
    assert "conv1.weight[1, 0, 0, 1] = 0.5" in words(panel)


def test_what_is_read_has_the_room_that_there_is(qtbot: Any, panel: HeatmapPanel) -> None:
    whole = "Point at a cell to read its value."

    def read() -> bool:
        return any(whole in label.text() for label in panel.findChildren(QLabel))

    for width, complete in ((600, True), (130, False), (600, True)):
        panel.resize(width, 420)
        qtbot.waitUntil(lambda complete=complete: read() == complete)


def test_none_is_said_in_words_and_zero_is_not_none(panel: HeatmapPanel) -> None:
    panel.show_state(state())
    panel.show_values(values("conv1.weight", np.ones((6, 1, 3, 3)), None))
    absent = mosaic(panel).grab().toImage()
    assert "# conv1.weight.grad = None" in panel.text()
    assert "None" in mosaic(panel).rows[1].absent
    panel.show_values(values("conv1.weight", np.ones((6, 1, 3, 3)), np.zeros((6, 1, 3, 3))))
    assert "None" not in panel.text()
    assert "all zero" in mosaic(panel)._cells[1].caption
    assert mosaic(panel).grab().toImage() != absent


def test_a_nan_has_its_own_colour_and_is_counted(panel: HeatmapPanel) -> None:
    panel.show_state(state())
    weight = np.zeros((6, 1, 3, 3))
    weight[2, 0, 1, 1] = np.nan
    weight[4, 0, 0, 0] = np.inf
    panel.show_values(values("conv1.weight", weight, None))
    own = QColor(NOT_A_NUMBER)
    image = mosaic(panel).grab().toImage()
    for flat in (int(np.ravel_multi_index((2, 0, 1, 1), weight.shape)), 36):
        box = mosaic(panel)._cells[0].box_of(flat)
        assert box is not None
        corner = box.topLeft().toPoint() + QPoint(4, 3)
        around = [image.pixelColor(corner + QPoint(i, 0)) for i in range(8)]
        assert own in around
    assert "1 NaN, 1 Inf" in mosaic(panel)._cells[0].caption
    hover(panel, 0, 36)
    assert "conv1.weight[4, 0, 0, 0] = Inf" in words(panel)


def test_zero_is_the_middle_colour_and_signs_are_told_apart(panel: HeatmapPanel) -> None:
    panel.show_state(state())
    bias = np.array([-1.0, 0.0, 1.0, 0.0, -1.0, 1.0])
    panel.show_state(state({"bias": (6,)}))
    panel.show_values(values("bias", bias, None))
    image = mosaic(panel).grab().toImage()
    colours = []
    for flat in range(6):
        box = mosaic(panel)._cells[0].box_of(flat)
        assert box is not None
        colours.append(image.pixelColor((box.topLeft() + QPointF(4, 4)).toPoint()).name())
    assert colours[0] == colours[4] != colours[1] == colours[3] != colours[2] == colours[5]
    assert colours[0] != colours[2]


def test_choosing_selects_and_selecting_chooses_unless_pinned(
    qtbot: Any, panel: HeatmapPanel
) -> None:
    selection = panel._selection
    panel.show_state(state())
    box = panel.findChild(QComboBox)
    with qtbot.waitSignal(panel.watch_changed) as asked:
        qtbot.keyClick(box, Qt.Key.Key_Down)
    assert asked.args == [("conv1.bias",)]
    assert selection.parameter == "conv1.bias"
    selection.select_parameter("fc1.weight = tied.weight")
    assert box.currentText() == panel.watched == "fc1.weight"
    qtbot.mouseClick(panel.findChild(QToolButton), Qt.MouseButton.LeftButton)
    selection.select_parameter("conv1.weight")
    assert panel.watched == "fc1.weight"
    selection.select_node(3)
    assert panel.watched == "fc1.weight"


def test_values_of_another_parameter_are_not_shown(panel: HeatmapPanel) -> None:
    panel.show_state(state())
    panel.show_values(values("conv1.bias", np.ones(6), None))
    assert panel.text() == ""


def test_a_large_matrix_says_that_dots_join_cells_and_zoom_shows_each(
    panel: HeatmapPanel,
) -> None:
    panel.resize(400, 300)
    panel.show_state(state({"fc1.weight": SHAPES["fc1.weight"]}))
    matrix = np.random.default_rng(0).standard_normal(SHAPES["fc1.weight"])
    panel.show_values(values("fc1.weight", matrix, matrix))
    assert "largest of" in mosaic(panel)._cells[0].caption
    panel._area.magnify(4)
    assert "largest of" not in mosaic(panel)._cells[0].caption
    assert mosaic(panel).width() > panel.width()
    panel._area.magnify(0)
    assert mosaic(panel).width() <= panel.width()


def test_copied_values_come_back(qtbot: Any, panel: HeatmapPanel) -> None:
    panel.show_state(state())
    weight = np.random.default_rng(1).standard_normal((6, 1, 3, 3)).astype(np.float32)
    panel.show_values(values("conv1.weight", weight, None))
    mosaic(panel).setFocus()
    qtbot.keyClick(mosaic(panel), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    numbers = [float(c) for line in lines if line[0] != "#" for c in line.split("\t")]
    assert np.array_equal(np.array(numbers, np.float32), weight.reshape(-1))


def test_arrow_keys_walk_over_the_cells(qtbot: Any, panel: HeatmapPanel) -> None:
    panel.show_state(state())
    panel.show_values(values("conv1.weight", np.ones((6, 1, 3, 3)), None))
    mosaic(panel).setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        qtbot.keyClick(mosaic(panel), key)
    assert "conv1.weight[0, 0, 1, 1] = 1" in words(panel)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(hnp.arrays(np.float32, hnp.array_shapes(min_dims=0, max_dims=5, min_side=0, max_side=9)))
def test_any_tensor_is_drawn_and_every_element_can_be_pointed_at(
    qtbot: Any, array: npt.NDArray[np.float32]
) -> None:
    widget = Mosaic(Theme())
    widget.resize(500, 300)
    widget.show_rows((Row("weight", "w", tensor(array)),))
    assert not widget.grab().isNull()
    assert array.size == 0 or widget.centre_of(0, array.size - 1) is not None
    widget.deleteLater()


def test_the_picture_follows_the_theme(panel: HeatmapPanel) -> None:
    panel.show_state(state())
    panel.show_values(values("conv1.weight", np.zeros((6, 1, 3, 3)), None))
    theme = mosaic(panel)._theme
    pictures = []
    for choice in ("light", "dark", "light"):
        theme.choose(choice)
        pictures.append(mosaic(panel).grab().toImage())
    assert pictures[0] == pictures[2] != pictures[1]


@pytest.mark.parametrize("shape", [(32, 1), (120, 2), (1, 300), (2, 500)])
def test_a_matrix_of_few_rows_or_columns_is_no_mere_line(
    panel: HeatmapPanel, shape: tuple[int, int]
) -> None:
    panel.show_state(state({"w": shape}))
    panel.show_values(values("w", np.ones(shape), None))
    places = [mosaic(panel).centre_of(0, flat) for flat in (0, shape[0] * shape[1] - 1)]
    low, high = places[0], places[1]
    assert low is not None
    assert high is not None
    across = (high.x() - low.x()) * shape[1] / max(shape[1] - 1, 1)
    down = (high.y() - low.y()) * shape[0] / max(shape[0] - 1, 1)
    single = mosaic(panel)._cells[0].geometry.step
    assert max(across, single[0]) >= 40
    assert max(down, single[1]) >= 40
