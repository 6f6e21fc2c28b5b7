"""The legend: what stands under the graph, and which backward it is about."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gradwalk.engine import messages
from gradwalk.gui.canvas import levels, tips
from gradwalk.gui.canvas.build import build_scene
from gradwalk.gui.canvas.fold.grow import grow
from gradwalk.gui.canvas.fold.opening import Opening
from gradwalk.gui.canvas.legendstrip import LegendStrip
from gradwalk.gui.canvas.look import Look
from gradwalk.gui.panels import inspector_text
from gradwalk.gui.theme import Theme

of = messages.Array.of
GRAPH = messages.GraphFound(
    key=1, names=("MulBackward0", "AccumulateGrad"), parameters=("", "weight"),
    shapes=(((2,),), ((2,),)), edges=of(np.array([(0, 1, 0)], np.int32)),
)  # fmt: skip
FLOW = messages.Flow(
    key=1, iteration=1, backward=3, states=of(np.full(2, messages.FREED, np.uint8)),
    reached=of(np.ones(2, np.uint8)), norms=of(np.ones(2)),
    edge_reached=of(np.ones(1, np.uint8)), edge_norms=of(np.ones(1)),
    order=of(np.arange(2, dtype=np.int32)),
)  # fmt: skip


@pytest.mark.parametrize("width", [1000, 440])
def test_after_a_closure_it_is_said_that_grad_is_newer(qtbot: QtBot, width: int) -> None:
    tree = grow(GRAPH)
    scene = build_scene(GRAPH, tree, Opening.everything(tree))
    theme, strip = Theme(), LegendStrip()
    qtbot.addWidget(strip)
    look = Look(theme.palette, theme.flow, strip.font())
    strip.resize(width, 40)
    pictures, words = [], []
    for closed in (False, True):
        flow = msgspec.structs.replace(FLOW, closed=closed)
        flows = levels.flows(scene, flow, None)
        strip.show_legend(look, flows)
        pictures.append(strip.grab().toImage())
        told = strip.accessibleDescription() + tips.html(*tips.chip_tip(scene, flows, 0))
        words.append((told, inspector_text.arrived(1, flow)))
    assert pictures[0] != pictures[1]
    assert not any("closure" in text for text in words[0])
    assert all("closure" in text for text in words[1])
