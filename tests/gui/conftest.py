"""A canvas, empty and with a graph in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from .canvas_desk import CanvasDesk
from .canvas_graphs import GRAPH


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[CanvasDesk]:
    yield CanvasDesk(qtbot)


@pytest.fixture
def shown(canvas: CanvasDesk) -> CanvasDesk:
    canvas.show(GRAPH)
    return canvas
