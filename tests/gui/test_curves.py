"""The curves: what is kept, what is drawn, and what is said about it."""

from __future__ import annotations

import csv
import itertools
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QCheckBox, QLabel, QListWidget

from gradwalk.engine.messages import Curve, CurvePoint
from gradwalk.gui.panels.curve_lines import STEPS, peaks, rounded_out
from gradwalk.gui.panels.curve_store import CurveStore
from gradwalk.gui.panels.curves import CurvesPanel
from gradwalk.gui.panels.line_styles import styles
from gradwalk.gui.selection import Selection
from gradwalk.gui.theme import DARK, LIGHT, Theme


def point(iteration: int, loss: float | None = 1.0, **norms: float) -> CurvePoint:
    named = {name.replace("_", "."): norm for name, norm in norms.items()}
    return CurvePoint(iteration, {} if loss is None else {"loss": loss}, named)


# --- the store ------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 8)), max_size=20))
def test_points_from_start_on_are_replaced(reports: list[tuple[int, int]]) -> None:
    store, model = CurveStore(), {}
    for start, count in reports:
        model = {i: loss for i, loss in model.items() if i < start}
        points = [point(i, float(start), a_weight=float(i)) for i in range(start, start + count)]
        model |= {p.iteration: p.losses["loss"] for p in points}
        store.take(start, points)
    iterations, losses = store.loss("loss")
    assert dict(zip(iterations.tolist(), losses.tolist(), strict=True)) == model


def test_undo_shortens() -> None:
    store = CurveStore()
    store.take(1, [point(i) for i in range(1, 11)])
    store.take(8, [])
    assert store.iterations.tolist() == list(range(1, 8))


def test_missing_is_not_zero_and_not_nan() -> None:
    store = CurveStore()
    store.take(1, [point(1, None), point(2, 0.0, a=math.nan), point(3, math.nan, a=0.0)])
    iterations, losses = store.loss("loss")
    assert iterations.tolist() == [2, 3]
    assert losses[0] == 0
    assert math.isnan(losses[1])
    assert store.norm("a")[0].tolist() == [2, 3]


def test_memory_is_bounded_and_the_recent_stay_whole() -> None:
    store = CurveStore(most=1000)
    for i in range(1, 30_001):
        store.take(i, [point(i, float(i), a=float(-i))])
    assert len(store) <= 1000
    kept = store.iterations
    assert kept[-1] == 30_000
    assert (np.diff(kept[-400:]) == 1).all()
    assert (np.diff(kept) > 0).all()
    assert len(store) + store.thinned == 30_000
    assert (store.loss("loss")[1] == kept).all()
    assert (store.norm("a")[1] == -kept).all()


def test_csv_holds_every_point() -> None:
    store = CurveStore()
    store.take(1, [point(1, 0.1), point(2, None, a_bias=0.25), point(3, math.nan, a_bias=1e-9)])
    rows = list(csv.DictReader(store.csv().splitlines()))
    assert [row["iteration"] for row in rows] == ["1", "2", "3"]
    assert [row["loss"] for row in rows] == ["0.1", "", "nan"]
    assert [row["a.bias"] for row in rows] == ["", "0.25", "1e-09"]


def test_no_two_lines_of_a_net_look_alike_without_colour() -> None:
    names = [f"layer{i}.{kind}" for i in range(8) for kind in ("weight", "bias")]
    for palette in (LIGHT, DARK):
        looks = [(s.symbol, s.dash) for s in styles(names, palette.lines).values()]
        assert len(set(looks)) == len(names)


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_an_axis_holds_all_values_and_wastes_little_room(low: float, span: float) -> None:
    first, last = rounded_out(low, low + span)
    assert first <= low
    assert last >= low + span
    assert last - first <= span * (1 + 2.01 / STEPS)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=400))
def test_no_peak_is_lost_where_many_points_share_a_pixel(heights: list[float]) -> None:
    x, y = np.arange(len(heights)) / 50, np.array(heights)
    columns, drawn = peaks(x, y)
    for pixel in range(int(x[-1]) + 1):
        given_there, drawn_there = y[np.floor(x) == pixel], drawn[np.floor(columns) == pixel]
        assert drawn_there.min() == given_there.min()
        assert drawn_there.max() == given_there.max()


# --- the panel ------------------------------------------------------------------------------


@pytest.fixture
def panel(qtbot: Any) -> CurvesPanel:
    panel = CurvesPanel(Theme(), Selection())
    panel.resize(800, 260)
    qtbot.addWidget(panel)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def caption(panel: CurvesPanel) -> str:
    return panel.findChildren(QLabel)[0].toolTip()


def legend(panel: CurvesPanel) -> QListWidget:
    return panel.findChild(QListWidget)


def show(qtbot: Any, panel: CurvesPanel, curve: Curve) -> None:
    panel.show_curve(curve)
    qtbot.waitUntil(lambda: not panel._dirty)


def drawn(panel: CurvesPanel, name: str) -> tuple[list[float], list[float]]:
    """The points of a line."""
    assert panel._plots is not None
    plot = panel._plots.loss if name == "loss" else panel._plots.norms
    line = plot.lines.lines[name]
    return line.x.tolist(), line.y.tolist()


def test_an_empty_panel_tells_what_will_come(panel: CurvesPanel) -> None:
    assert any("Forward" in label.text() for label in panel.findChildren(QLabel))


def test_measured_points_are_drawn_and_counted(qtbot: Any, panel: CurvesPanel) -> None:
    points = tuple(point(i, 1 / i, fc_weight=2.0 / i, fc_bias=3.0 / i) for i in range(1, 13))
    show(qtbot, panel, Curve(start=1, points=points))
    assert drawn(panel, "loss") == (list(range(1, 13)), [1 / i for i in range(1, 13)])
    assert drawn(panel, "fc.bias")[1] == [3.0 / i for i in range(1, 13)]
    assert "12 measured iterations" in caption(panel)
    assert [legend(panel).item(i).text() for i in range(2)] == ["fc.weight", "fc.bias"]
    show(qtbot, panel, Curve(start=5))
    assert drawn(panel, "loss")[0] == [1, 2, 3, 4]


def test_several_losses_have_a_line_each_by_their_names(qtbot: Any, panel: CurvesPanel) -> None:
    points = tuple(
        CurvePoint(i, {"loss_d": 1.0 / i, "loss_g": 2.0 * i}, {"fc.weight": 1.0})
        for i in range(1, 4)
    )
    show(qtbot, panel, Curve(start=1, points=points))
    lines = panel._plots.loss.lines.lines
    assert {name: line.y.tolist() for name, line in lines.items()} == {
        "loss_d": [1.0, 1 / 2, 1 / 3], "loss_g": [2.0, 4.0, 6.0]
    }  # fmt: skip
    looks = [(line.style.symbol, line.style.dash) for line in lines.values()]
    assert len(set(looks)) == 2
    assert [legend(panel).item(i).text() for i in range(3)] == ["loss_d", "loss_g", "fc.weight"]
    panel._picked(legend(panel).item(0))
    assert panel._selection.parameter is None
    panel._picked(legend(panel).item(2))
    assert panel._selection.parameter == "fc.weight"
    assert legend(panel).currentItem().text() == "fc.weight"
    panel._point(2)
    assert "loss_d 0.5000, loss_g 4" in caption(panel)
    assert panel.csv().splitlines()[:2] == ["iteration,loss_d,loss_g,fc.weight", "1,1.0,2.0,1.0"]
    show(qtbot, panel, Curve(start=0, points=(point(1, 3.0, fc_weight=2.0),)))
    assert list(panel._plots.loss.lines.lines) == ["loss"]
    assert legend(panel).item(0).text() == "fc.weight"


def test_nan_and_inf_are_written_at_the_top(qtbot: Any, panel: CurvesPanel) -> None:
    losses = [1.0, 0.5, math.inf, math.nan]
    show(qtbot, panel, Curve(start=1, points=tuple(point(i, x) for i, x in enumerate(losses, 1))))
    assert panel._plots is not None
    plot = panel._plots.loss
    texts = " ".join(sign.toPlainText() for sign in plot._signs)
    assert "Inf" in texts
    assert "NaN" in texts
    top = plot.item.vb.viewRange()[1][1]
    assert all(sign.pos().y() == top for sign in plot._signs)
    low, high = plot.item.vb.viewRange()[0]
    assert low < 1
    assert high > 4


def test_zero_on_a_logarithmic_axis_is_said(qtbot: Any, panel: CurvesPanel) -> None:
    points = (point(1, 0.0, a=1.0), point(2, 1.0, a=0.0))
    show(qtbot, panel, Curve(start=1, points=points))
    assert "1 value at or below 0" in caption(panel)
    panel.findChild(QCheckBox).setChecked(True)
    assert "2 values at or below 0" in caption(panel)


@pytest.mark.parametrize("highest", [0.02, 0.4, 3.0, 4e5])
def test_texts_beside_a_logarithmic_axis_never_overlap(
    qtbot: Any, panel: CurvesPanel, highest: float
) -> None:
    norms = {"low": 0.012, "high": highest}
    show(qtbot, panel, Curve(start=1, points=(point(1, 1.0, **norms),)))
    axis = panel._plots.norms.item.getAxis("left")
    picture = QPixmap(10, 10)
    with QPainter(picture) as painter:
        painter.setFont(axis.style["tickFont"])
        _axis, _ticks, texts = axis.generateDrawSpecs(painter)
    assert texts
    rectangles = sorted((rectangle for rectangle, _, _ in texts), key=lambda r: r.top())
    for upper, lower in itertools.pairwise(rectangles):
        assert upper.bottom() <= lower.top() + 1


def test_the_legend_selects_and_follows(qtbot: Any, panel: CurvesPanel) -> None:
    show(qtbot, panel, Curve(start=1, points=(point(1, 1.0, a_weight=1.0, a_bias=2.0),)))
    item = legend(panel).item(1)
    place = legend(panel).visualItemRect(item).center()
    qtbot.mouseClick(legend(panel).viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert panel._selection.parameter == "a.bias"
    panel._selection.select_parameter("a.weight")
    assert legend(panel).currentItem().text() == "a.weight"
    panel._selection.select_node(1)
    assert legend(panel).currentItem() is None


def test_a_selected_parameter_always_has_its_line(qtbot: Any, panel: CurvesPanel) -> None:
    norms = {f"layer{i}_weight": float(i + 1) for i in range(100)}
    show(qtbot, panel, Curve(start=1, points=(point(1, 1.0, **norms),)))
    assert "of 100 parameters" in caption(panel)
    panel._selection.select_parameter("layer99.weight")
    qtbot.waitUntil(lambda: not panel._dirty)
    assert drawn(panel, "layer99.weight") == ([1.0], [100.0])


def test_a_dropped_point_is_confessed(qtbot: Any, panel: CurvesPanel) -> None:
    panel._store = CurveStore(most=100)
    show(qtbot, panel, Curve(start=1, points=tuple(point(i) for i in range(1, 500))))
    assert "dropped" in caption(panel)


def test_pointing_reads_the_nearest_measured_iteration(qtbot: Any, panel: CurvesPanel) -> None:
    panel._selection.select_parameter("a.weight")
    show(qtbot, panel, Curve(start=1, points=(point(1, 0.5), point(40, 0.25, a_weight=2.0))))
    assert panel._plots is not None
    box = panel._plots.loss.item.vb
    place = box.mapViewToScene(box.viewRect().center())
    place.setX(box.sceneBoundingRect().right() - 5)
    panel._plots.scene().sigMouseMoved.emit(place)
    assert "iteration 40" in caption(panel)
    assert "0.2500" in caption(panel)
    assert "a.weight.grad norm 2" in caption(panel)


def test_gaps_between_measured_iterations_are_said(qtbot: Any, panel: CurvesPanel) -> None:
    show(qtbot, panel, Curve(start=1, points=(point(1), point(301), point(400))))
    assert "3 of 400 iterations measured" in caption(panel)


def test_the_lines_follow_the_theme(qtbot: Any, panel: CurvesPanel) -> None:
    show(qtbot, panel, Curve(start=1, points=(point(1, 1.0, a_weight=1.0), point(2))))
    colours = []
    for choice in ("light", "dark"):
        panel._theme.choose(choice)
        qtbot.waitUntil(lambda: not panel._dirty)
        assert panel._plots is not None
        colours.append(panel._plots.norms.lines.lines["a.weight"].style.colour)
    assert colours == [LIGHT.lines[0], DARK.lines[0]]
