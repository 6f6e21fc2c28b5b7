"""What a first picture needs, done once before there is one: code loaded, fonts opened.

A small made-up graph goes the whole way, so that a person's first one finds nothing cold.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPixmap

from ...engine import messages
from . import quick
from .build import build_scene
from .camera import framing
from .chips import LEAF
from .fold.first import first_opening
from .fold.grow import grow
from .fold.opening import Opening
from .fold.totals import totals
from .geometry import place
from .look import Look
from .marks import Marks
from .measure import measure
from .painter import ScenePainter

WIDE, HIGH = 320, 240
REPEATS = 6  # cells of four operations each


def warm(look: Look) -> None:
    """Fold, lay out and paint a small graph that nobody sees."""
    quick.warm()
    graph = _graph()
    tree = grow(graph)
    opening = first_opening(tree, graph, most=len(graph.names) // 2)
    for some in (opening, Opening()):
        scene = build_scene(graph, tree, some)
        found = totals(scene)
        sizes = measure(scene, look.font, found)
        places = quick.lay_out(sizes.boxes, scene.links, scene.frame, scene.frames.parent)
        geometry = place(scene, sizes, places)
        pixmap = QPixmap(WIDE, HIGH)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        seen = QRectF(0, 0, WIDE, HIGH)
        camera = framing(geometry.bounds, WIDE, HIGH, 1.0).zoomed(4.0, WIDE / 2, HIGH / 2, 0.0)
        ScenePainter(painter, geometry, None, look, camera, seen, Marks(), totals=found).paint()
        painter.end()


def _graph() -> messages.GraphFound:
    """A chain of equal cells, in each something that uses a parameter, in a module of its own."""
    cell = ("AddmmBackward0", "ReluBackward0", "MulBackward0", "AddBackward0")
    count = len(cell) * REPEATS
    chain = [(i, i + 1, 0) for i in range(count - 1)]
    over = [(i + 3, i + 4, 1) for i in range(0, count - 4, 4)]
    uses = [(4 * cell_, count + cell_, 1) for cell_ in range(REPEATS)]
    module = [messages.ModuleCall("", "Net")]
    module += [messages.ModuleCall(f"layer.{i}", "Block", 1, 0) for i in range(REPEATS)]
    call_of = [*np.repeat(np.arange(REPEATS, 0, -1), len(cell)).tolist(), *[-1] * REPEATS]
    return messages.GraphFound(
        key=0,
        names=cell * REPEATS + (LEAF,) * REPEATS,
        parameters=("",) * count + tuple(f"layer.{i}.weight" for i in range(REPEATS)),
        shapes=(((64, 32),),) * (count + REPEATS),
        edges=messages.Array.of(np.array(sorted(chain + over + uses), np.int32)),
        calls=tuple(module),
        call_of=messages.Array.of(np.array(call_of, np.int32)),
        sequence=(*range(count, 0, -1), *[-1] * REPEATS),
        saved=messages.Array.of(np.array([[0, 0]], np.int32)),
        storages=messages.Array.of(np.array([64])),
    )
