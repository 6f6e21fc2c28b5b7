"""How much room the texts of a scene take: sizes of boxes in a given font."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF

from .geometry import Sizes
from .scene import Scene
from .words import Modules, Totals, held, times_text

NORM_ROOM = "‖g‖ 8.888e-88"
RANGE_ROOM = "‖g‖ 8.8e-88 – 8.8e-88"
BEHIND = 4.0
"""How far each card behind a folded box looks out above: one, of several elements two."""
PAD, BAND, LOOSE = 8.0, 7.0, 1.06  # scaled texts run up to 6 % wider than measured


def alive_text() -> str:
    """What an operation with its saved tensors is called."""
    return QCoreApplication.translate("Canvas", "alive")


def freed_text() -> str:
    """What an operation whose saved tensors are gone is called."""
    return QCoreApplication.translate("Canvas", "freed")


def root_text(scene: Scene, box: int) -> str:
    """What stands on a box where backward starts: what its tensor is called, if that is known."""
    graph = scene.graph
    named = dict(zip(graph.roots, graph.root_names, strict=False))
    node = next(int(n) for n in scene.members(box).tolist() if n in graph.roots)
    name = named.get(node, "")
    if name not in ("", "loss", "output"):
        return name
    shapes = graph.shapes[node]
    if len(shapes) == 1 and not shapes[0]:
        return QCoreApplication.translate("Canvas", "loss")
    return QCoreApplication.translate("Canvas", "output")


def leaf_text() -> str:
    """What an AccumulateGrad is called that no model names."""
    return QCoreApplication.translate("Canvas", "leaf")


def plain_font(font: QFont) -> QFont:
    """A font whose widths grow in proportion to its size, for a canvas that zooms."""
    result = QFont(font)
    result.setPixelSize(QFontInfo(font).pixelSize())
    result.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return result


def bold_font(font: QFont) -> QFont:
    """The same, bold: titles and parameters' names."""
    result = QFont(font)
    result.setBold(True)
    return result


def measure(scene: Scene, font: QFont, totals: Totals | None = None) -> Sizes:
    """The sizes of a scene's parts with everything written out in `font`.

    Parameters
    ----------
    totals : Totals, optional
        What is written on folded boxes.
    """
    usual, bold = QFontMetricsF(font), QFontMetricsF(bold_font(font))
    line = usual.height()
    norm = usual.horizontalAdvance(NORM_ROOM)
    state = max(usual.horizontalAdvance(f" · {t}") for t in (alive_text(), freed_text()))
    titles, room = _widths(scene.titles, bold), usual.horizontalAdvance(RANGE_ROOM)
    for box in np.flatnonzero(scene.root).tolist():
        titles[box] += usual.horizontalAdvance(root_text(scene, box)) + 2 * PAD
    modules = Modules(scene)
    texts = map(modules.second, range(len(scene.node)))
    second = _widths(texts, usual) + state + 2 * PAD + norm
    heads = np.full(len(scene.node), float(round(2 * line + 1.4 * PAD)))
    for box in np.flatnonzero(scene.folded).tolist():
        titles[box] += line + bold.horizontalAdvance(times_text(scene, box)) + 3 * PAD
        parts, saved = held(scene, totals, box)
        third = usual.horizontalAdvance(saved) + 3 * PAD + room
        second[box] = max(usual.horizontalAdvance(" · ".join(parts)), third)
        heads[box] += round(line) + BEHIND * (2 if times_text(scene, box) else 1)
    width = np.maximum(titles, second)
    chips = scene.chips
    names = _widths(tuple(name or leaf_text() for name in chips.names), bold)
    rows = names + _widths(chips.shapes, usual) + 3.5 * PAD + norm
    np.maximum.at(width, chips.box, rows)
    head, chip = round(2 * line + 1.4 * PAD), round(line + 8.0)
    many = np.diff(scene.chip_rows)
    boxes = np.empty((len(scene.node), 2))
    boxes[:, 0] = np.ceil(width * LOOSE + 2 * PAD + BAND)
    boxes[:, 1] = heads + many * chip + np.where(many > 0, PAD / 2, 0.0)
    return Sizes(boxes, float(head), line, float(chip), PAD, BAND, float(round(line + PAD)))


def _widths(texts: Iterable[str], metrics: QFontMetricsF) -> npt.NDArray[np.float64]:
    """The width of each text; each different one is measured once."""
    known: dict[str, float] = {}
    widths = []
    for text in texts:
        width = known.get(text)
        if width is None:
            width = known[text] = metrics.horizontalAdvance(text)
        widths.append(width)
    return np.array(widths)
