"""The parameter table: what it shows, sorting, selecting, copying."""

from __future__ import annotations

import math
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QLabel, QTableView

from gradwalk.engine import messages
from gradwalk.gui.panels.parameter_model import ACCUMULATIONS, GRADIENT, NAME, WEIGHT
from gradwalk.gui.panels.parameters import ParameterTable
from gradwalk.gui.selection import Selection
from gradwalk.gui.theme import Theme

SHAPES: dict[str, tuple[int, ...]] = {
    "conv1.weight": (6, 1, 3, 3), "conv1.bias": (6,), "conv2.weight": (16, 6, 3, 3),
    "conv2.bias": (16,), "fc1.weight": (120, 576), "fc1.bias": (120,), "fc2.weight": (84, 120),
    "fc2.bias": (84,), "fc3.weight": (10, 84), "fc3.bias": (10,),
}  # fmt: skip


def state(training: bool = False, **changed: dict[str, Any]) -> messages.State:
    rows = []
    for number, (name, shape) in enumerate(SHAPES.items()):
        facts: dict[str, Any] = {"weight_norm": float(number), "gradient_norm": 10.0 - number}
        facts |= changed.get(name.replace(".", "_"), {})
        rows.append(messages.ParameterRow(name, shape, "float32", **facts))
    return messages.State(
        seq=1, settings=messages.Settings(), phase="alive", training=training,
        parameters=tuple(rows),
    )  # fmt: skip


@pytest.fixture
def table(qtbot: Any) -> ParameterTable:
    table = ParameterTable(Selection(), Theme())
    table.resize(700, 240)
    qtbot.addWidget(table)
    table.show()
    qtbot.waitExposed(table)
    return table


def view(table: ParameterTable) -> QTableView:
    return table.findChild(QTableView)


def cell(table: ParameterTable, name: str, column: int, role: int = 0) -> Any:
    return view(table).model().index(row_of(table, name), column).data(role)


def names(table: ParameterTable) -> list[str]:
    model = view(table).model()
    return [model.index(row, NAME).data() for row in range(model.rowCount(QModelIndex()))]


def row_of(table: ParameterTable, name: str) -> int:
    return names(table).index(name)


def click_header(qtbot: Any, table: ParameterTable, column: int) -> None:
    header = view(table).horizontalHeader()
    place = header.viewport().rect().center()
    place.setX(header.sectionViewportPosition(column) + 10)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_the_total_is_the_tutorial_net_s(table: ParameterTable) -> None:
    table.show_state(state())
    assert "81,194 parameters in 10 tensors" in table.findChild(QLabel).text()
    assert names(table) == list(SHAPES)


def test_none_zero_and_nan_are_three_things(table: ParameterTable) -> None:
    table.show_state(
        state(
            conv1_weight={"gradient_norm": None},
            conv1_bias={"gradient_norm": 0.0},
            conv2_weight={"gradient_norm": math.nan},
            conv2_bias={"weight_norm": -math.inf},
        )
    )
    assert cell(table, "conv1.weight", GRADIENT) == "None"
    assert cell(table, "conv1.bias", GRADIENT) == "0"
    assert cell(table, "conv2.weight", GRADIENT).endswith(" NaN")
    assert cell(table, "conv2.bias", WEIGHT).endswith(" -Inf")
    colour = cell(table, "conv2.weight", GRADIENT, Qt.ItemDataRole.ForegroundRole)
    assert QColor(colour) == QColor(Theme().palette.danger)


def test_accumulation_is_said_on_the_rows_it_concerns(table: ParameterTable) -> None:
    table.show_state(state(fc3_bias={"accumulations": 2}, fc3_weight={"accumulations": 1}))
    assert cell(table, "fc3.bias", ACCUMULATIONS) == "accumulated ×2 since zero_grad"
    tip = cell(table, "fc3.bias", ACCUMULATIONS, Qt.ItemDataRole.ToolTipRole)
    assert "2 times since zero_grad" in tip
    assert cell(table, "fc3.weight", ACCUMULATIONS) == "1"
    assert cell(table, "conv1.bias", ACCUMULATIONS) == "0"
    assert "×2" in table.findChild(QLabel).text()


def test_a_click_on_a_header_sorts_by_number(qtbot: Any, table: ParameterTable) -> None:
    odd = {
        "conv1_weight": {"weight_norm": math.nan}, "conv1_bias": {"weight_norm": math.inf},
        "fc1_bias": {"weight_norm": 100.0},
    }  # fmt: skip
    table.show_state(state(**odd))
    click_header(qtbot, table, WEIGHT)
    ascending = names(table)
    assert ascending[-3:] == ["fc1.bias", "conv1.bias", "conv1.weight"]
    assert ascending[:-3] == [n for n in SHAPES if n not in ascending[-3:]]
    click_header(qtbot, table, WEIGHT)
    assert names(table) == ascending[::-1]


def test_none_sorts_below_zero(qtbot: Any, table: ParameterTable) -> None:
    table.show_state(
        state(fc1_bias={"gradient_norm": None}, fc2_bias={"gradient_norm": 0.0})
    )  # fmt: skip
    click_header(qtbot, table, GRADIENT)
    assert names(table)[:2] == ["fc1.bias", "fc2.bias"]


def test_selection_goes_both_ways_and_outlives_updates(qtbot: Any, table: ParameterTable) -> None:
    selection = table._selection
    table.show_state(state())
    place = view(table).visualRect(view(table).model().index(3, NAME)).center()
    qtbot.mouseClick(view(table).viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert selection.parameter == "conv2.bias"
    selection.select_parameter("fc3.bias")
    view(table).verticalScrollBar().setValue(1)
    before = view(table).verticalScrollBar().value()
    for number in range(3):
        table.show_state(state(training=True, conv1_bias={"weight_norm": number / 3}))
    assert view(table).currentIndex().row() == row_of(table, "fc3.bias")
    assert view(table).verticalScrollBar().value() == before
    assert selection.parameter == "fc3.bias"
    selection.select_node(2)
    assert not view(table).selectionModel().hasSelection()
    assert selection.node == 2


def test_a_tied_weight_is_found_under_its_first_name(table: ParameterTable) -> None:
    table.show_state(state())
    table._selection.select_parameter("fc1.weight = decoder.weight")
    assert view(table).currentIndex().row() == row_of(table, "fc1.weight")


def test_the_selected_row_stays_selected_when_sorting_moves_it(
    qtbot: Any, table: ParameterTable
) -> None:
    table.show_state(state())
    table._selection.select_parameter("fc1.bias")
    click_header(qtbot, table, GRADIENT)
    table.show_state(state(fc1_bias={"gradient_norm": -5.0}))
    assert row_of(table, "fc1.bias") == 0
    assert view(table).currentIndex().row() == 0


def test_every_column_teaches(table: ParameterTable) -> None:
    model = view(table).model()
    for column in range(model.columnCount(QModelIndex())):
        horizontal = Qt.Orientation.Horizontal
        assert model.headerData(column, horizontal, Qt.ItemDataRole.DisplayRole)
        tip = model.headerData(column, horizontal, Qt.ItemDataRole.ToolTipRole)
        assert tip.endswith(".")


def test_the_copied_table_has_every_row_in_full_precision(
    qtbot: Any, table: ParameterTable
) -> None:
    norm = 0.1234567890123
    table.show_state(state(conv1_weight={"weight_norm": norm, "gradient_norm": None}))
    view(table).setFocus()
    qtbot.keyClick(view(table), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    head, *lines = QGuiApplication.clipboard().text().split("\n")
    assert len(lines) == 10
    assert {len(line.split("\t")) for line in [head, *lines]} == {7}
    first = lines[0].split("\t")
    assert first[:2] == ["conv1.weight", "6×1×3×3"]
    assert float(first[WEIGHT]) == norm
    assert first[GRADIENT] == "None"
