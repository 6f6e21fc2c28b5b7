"""Made-up scenes of any size, everything open: nested modules laid out in columns, with a flow."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QFont

from gradwalk.engine import messages
from gradwalk.gui.canvas.build import build_scene
from gradwalk.gui.canvas.chips import LEAF
from gradwalk.gui.canvas.fold.opening import Opening
from gradwalk.gui.canvas.fold.tree import NO_GROUP, Tree
from gradwalk.gui.canvas.geometry import Geometry, Sizes, place
from gradwalk.gui.canvas.measure import measure
from gradwalk.gui.canvas.places import Places
from gradwalk.gui.canvas.scene import Scene

NAMES = ("AddmmBackward0", "ReluBackward0", "AddBackward0", "NativeLayerNormBackward0",
         "MulBackward0", "SplitBackward0", "TransposeBackward0", "UnsafeViewBackward0",
         "ScaledDotProductAttentionBackward0", "TanhBackward0")  # fmt: skip
INNER, OUTER = 10, 100
"""Operations in an inner module, and in an outer one."""
WEIGHTED = 5
"""Every so many operations one has a weight and a bias."""
SKIP = 5
"""Every so many operations one has a second link, over the four that follow it."""

Ints = npt.NDArray[np.int32]


def graph(boxes: int) -> messages.GraphFound:
    """A chain of `boxes` operations with skipping links, and leaves beside some of them."""
    at = np.arange(boxes)
    users = at[::WEIGHTED]
    leaves = boxes + np.arange(2 * len(users))
    chain, skips = at[:-1], at[: -SKIP + 1 : SKIP]
    pairs = np.concatenate([
        np.stack([chain, chain + 1], axis=1),
        np.stack([skips, skips + SKIP - 1], axis=1),
        np.stack([np.repeat(users, 2), leaves], axis=1),
    ])  # fmt: skip
    edges = np.concatenate([pairs, np.zeros((len(pairs), 1), pairs.dtype)], axis=1)
    parameters = [f"layer.{i}.{kind}" for i in range(len(users)) for kind in ("weight", "bias")]
    return messages.GraphFound(
        key=boxes,
        names=tuple(NAMES[i % len(NAMES)] for i in range(boxes)) + (LEAF,) * len(leaves),
        parameters=("",) * boxes + tuple(parameters),
        shapes=tuple(((8, 64 + i % 40),) for i in range(boxes + len(leaves))),
        edges=messages.Array.of(edges.astype(np.int32)),
    )


def tree(boxes: int) -> Tree:
    """Modules of INNER operations inside modules of OUTER ones."""
    start, end, parent, titles = [], [], [], []
    for outer in range(0, boxes, OUTER):
        around = len(start)
        last = min(outer + OUTER, boxes)
        for first, stop, above, title in (
            (outer, last, NO_GROUP, f"encoder.layer.{outer // OUTER}"),
            *((inner, min(inner + INNER, last), around,
               f"encoder.layer.{outer // OUTER}.part.{(inner - outer) // INNER}")
              for inner in range(outer, last, INNER)),
        ):  # fmt: skip
            start.append(first)
            end.append(stop)
            parent.append(above)
            titles.append(title)
    none = np.full(len(start), -1, np.int32)
    return Tree(
        np.arange(boxes, dtype=np.int32), np.array(start, np.int32), np.array(end, np.int32),
        np.array(parent, np.int32), np.zeros(len(start), np.uint8), none, none,
        tuple(titles), ("Block",) * len(start),
    )  # fmt: skip


def places(scene: Scene, sizes: Sizes) -> Places:
    """Columns of whole outer modules, about as wide as high; orthogonal routes."""
    count = len(scene.node)
    head, pad, gap = sizes.frame_head, 14.0, 24.0
    number = np.arange(count)
    above = np.where(number % INNER == 0, head + 2 * pad, 0.0)
    above += np.where(number % OUTER == 0, head + 2 * pad, 0.0)
    step = sizes.boxes[:, 1] + gap + above
    wide = float(sizes.boxes[:, 0].max()) + 120.0
    modules = -(-count // OUTER)
    high = float(step.sum()) / modules
    columns = max(round(np.sqrt(modules * high * 9 / 16 / wide) * 16 / 9), 1)
    each = -(-modules // columns)
    column = number // OUTER // each
    bottom = np.cumsum(step)
    bottom -= np.concatenate([[0.0], bottom])[column * each * OUTER]
    y = bottom - gap - sizes.boxes[:, 1] / 2
    centres = np.stack([(column + 0.5) * wide, y], axis=1)
    points, starts = routes(scene.links, centres, sizes.boxes)
    corner = np.concatenate([centres - sizes.boxes / 2, centres + sizes.boxes / 2], axis=1)
    return Places(centres, points, starts, around(scene, corner, head, pad, wide))


def routes(links: Ints, centres: npt.NDArray[np.float64], boxes: npt.NDArray[np.float64]
           ) -> tuple[npt.NDArray[np.float64], Ints]:  # fmt: skip
    """Straight down where a link leads to the next box, else around at the side."""
    a, b = centres[links[:, 0]], centres[links[:, 1]]
    high_a, high_b = boxes[links[:, 0], 1] / 2, boxes[links[:, 1], 1] / 2
    down = (links[:, 1] - links[:, 0] == 1) & (a[:, 0] == b[:, 0])
    side = np.maximum(boxes[links[:, 0], 0], boxes[links[:, 1], 0]).max() / 2 + 12.0
    found = np.empty((len(links), 6, 2))
    found[:, 0] = a + np.stack([np.zeros_like(high_a), high_a], axis=1)
    found[:, 5] = b - np.stack([np.zeros_like(high_b), high_b], axis=1)
    found[:, 1] = found[:, 0] + [0.0, 8.0]
    found[:, 4] = found[:, 5] - [0.0, 8.0]
    found[:, 2:4, 0] = (a[:, 0] + side)[:, None]
    found[:, 2, 1], found[:, 3, 1] = found[:, 1, 1], found[:, 4, 1]
    keep = np.ones((len(links), 6), np.bool_)
    keep[down, 1:5] = False
    starts = np.concatenate([[0], np.cumsum(keep.sum(axis=1))])
    return found[keep], starts.astype(np.int32)


def around(
    scene: Scene, corners: npt.NDArray[np.float64], head: float, pad: float, wide: float
) -> npt.NDArray[np.float64]:
    """Frames around their boxes; a module that spans two columns does not occur."""
    found = np.zeros((len(scene.frames.group), 4))
    inner = scene.tree.parent[scene.frames.group] != NO_GROUP
    for frame, group in enumerate(scene.frames.group.tolist()):
        part = corners[scene.tree.start[group] : scene.tree.end[group]]
        left, top = part[:, :2].min(axis=0)
        right, bottom = part[:, 2:].max(axis=0)
        x = (left + right) / 2
        half = (wide - (50.0 if inner[frame] else 20.0)) / 2
        up = (head + pad) * (1 if inner[frame] else 2) + (0 if inner[frame] else pad)
        down = pad if inner[frame] else 1.5 * pad
        found[frame] = x - half, top - up, 2 * half, bottom - top + up + down
    return found


def flow(found: messages.GraphFound, seed: int) -> messages.Flow:
    """Norms over six powers of ten, a few of them zero or NaN."""
    random = np.random.default_rng(seed)
    nodes, edges = len(found.names), len(found.edges.numpy())
    of = messages.Array.of

    def norms(many: int) -> npt.NDArray[np.float64]:
        values = 10.0 ** random.uniform(-5, 1, many)
        values[random.integers(0, many, many // 100)] = 0.0
        values[random.integers(0, many, many // 1000)] = np.nan
        return values

    return messages.Flow(
        key=found.key, iteration=1, backward=1,
        states=of(np.full(nodes, messages.FREED, np.uint8)),
        reached=of(np.ones(nodes, np.uint8)), norms=of(norms(nodes)),
        edge_reached=of(np.ones(edges, np.uint8)), edge_norms=of(norms(edges)),
        order=of(np.arange(nodes, dtype=np.int32)),
    )  # fmt: skip


def geometry(boxes: int, font: QFont) -> Geometry:
    """The whole scene in its place, everything open."""
    found, groups = graph(boxes), tree(boxes)
    scene = build_scene(found, groups, Opening.everything(groups))
    sizes = measure(scene, font)
    return place(scene, sizes, places(scene, sizes))
