"""Painting: frames while panning and zooming, recolouring and memory, beside a bare painter's."""

from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from statistics import median

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QApplication

from gradwalk.gui.canvas import levels
from gradwalk.gui.canvas.batches import draw_lines, draw_rectangles
from gradwalk.gui.canvas.camera import Camera
from gradwalk.gui.canvas.geometry import Geometry
from gradwalk.gui.canvas.look import Look
from gradwalk.gui.canvas.surface import Surface
from gradwalk.gui.theme import Theme

from . import scenes
from .measure import python, table

SIZES = (1_000, 10_000, 100_000)
WIDE, HIGH = 1920, 1080
ZOOM = 1.06
LEG = 50
"""Frames in each of four legs: zooming in, panning, zooming out, panning where all is seen."""


def milliseconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e3


def way(start: Camera) -> Iterator[tuple[str, Camera]]:
    """The cameras of one scripted walk: from all in sight close to the middle, and back."""
    camera = start
    for leg, factor in (("zoom", ZOOM), ("pan", 1.0), ("zoom", 1 / ZOOM), ("pan", 1.0)):
        for step in range(LEG):
            if leg == "zoom":
                camera = camera.zoomed(factor, WIDE / 2, HIGH / 2, 0.0)
            else:
                camera = camera.moved(*((17, 9) if step % 20 < 10 else (-17, -9)))
            yield leg, camera


def floor(geometry: Geometry) -> float:
    """Median milliseconds of the bare batches: a line per link, a rectangle per box, no more."""
    image = QImage(WIDE, HIGH, QImage.Format.Format_RGB32)
    scale = min(WIDE / geometry.bounds[2], HIGH / geometry.bounds[3])
    boxes = geometry.boxes * scale
    boxes[:, 2:] = np.maximum(boxes[:, 2:], 1.0)
    links = geometry.scene.links
    middle = boxes[:, :2] + boxes[:, 2:] / 2
    lines = np.concatenate([middle[links[:, 0]], middle[links[:, 1]]], axis=1)

    def draw() -> None:
        painter = QPainter(image)
        painter.fillRect(image.rect(), QColor("white"))
        painter.setPen(QPen(QColor("gray"), 1.0))
        draw_lines(painter, lines)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("teal"))
        draw_rectangles(painter, boxes)
        painter.end()

    return median(milliseconds(draw) for _ in range(9))


def memory() -> float:
    """MiB that this process holds now; the most it ever held where the system does not tell."""
    if os.path.exists("/proc/self/statm"):
        with open("/proc/self/statm") as told:
            return int(told.read().split()[1]) * resource.getpagesize() / 2**20
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 2**10)


def measured(boxes: int) -> tuple[str, ...]:
    """One row of the table."""
    application = QApplication.instance() or QApplication([])
    theme = Theme()
    theme.choose("light")
    surface = Surface()
    surface.resize(WIDE, HIGH)
    surface.look = Look(theme.palette, theme.flow, surface.font())
    surface.show()
    application.processEvents()
    empty = memory()
    geometry = scenes.geometry(boxes, surface.look.font)
    scene = geometry.scene
    surface.show_geometry(geometry, keep_camera=False)
    flows = [scenes.flow(scene.graph, seed) for seed in range(5)]
    surface.flows = levels.flows(scene, flows[0], None)
    surface.repaint()
    frames: dict[str, list[float]] = {"zoom": [], "pan": []}
    for leg, camera in way(surface.camera):
        surface.camera = camera
        frames[leg].append(milliseconds(surface.repaint))
    held = memory() - empty

    def recolour(flow: object) -> None:
        surface.flows = levels.flows(scene, flow, surface.flows.scale)
        surface.repaint()

    colours, links = [], []  # boxes have their colours with the first picture, links with the next
    for flow in flows:
        colours.append(milliseconds(lambda flow=flow: recolour(flow)))
        links.append(milliseconds(surface.repaint))
    every = frames["zoom"] + frames["pan"]
    bare = floor(geometry)
    return (
        f"{len(geometry.boxes):,}", f"{len(scene.links):,}", f"{median(every):.1f}",
        f"{np.percentile(every, 99):.1f}", f"{median(frames['zoom']):.1f}",
        f"{median(frames['pan']):.1f}", f"{max(every):.0f}", f"{median(colours):.1f}",
        f"{median(links):.1f}", f"{bare:.1f}", f"{median(every) / bare:.2f}", f"{held:,.0f}",
    )  # fmt: skip


def run() -> str:
    """The table; each size in a process of its own."""
    header = (
        "boxes", "links", "frame, ms", "99th percentile", "zooming", "panning", "longest",
        "recolouring boxes", "then links", "bare batches", "ratio", "MiB",
    )  # fmt: skip
    rows = [
        python("-m", "gradwalk.benchmarks.canvas", str(size)).strip().split("\t") for size in SIZES
    ]
    return table(f"Painting everything open, {WIDE}×{HIGH}, in software", header, rows)


if __name__ == "__main__":
    print(*measured(int(sys.argv[1])), sep="\t")
