"""Layout: boxes in, positions and routes out. No Qt; runs in the layout worker.

The layered engine is graphlay, behind this one function. It takes more than linear time and holds
the GIL, so long graphs are cut into columns, and what would still take too long gets plain layers.

Source: https://aarkue.github.io/graphlay/docs/guide
"""

from __future__ import annotations

import json
from typing import Any

import graphlay
import numpy as np

from . import columns
from .layers import plain, ranks
from .places import GAP_ACROSS, GAP_DOWN, Floats, Ints, Places, joined

ASPECT = 1.5
"""Width to height that a picture aims at: a canvas between two panels."""

WHOLE = 400
"""Boxes up to which a graph goes to the engine in one piece, which then wraps it itself."""

LIMITS = {"max_nodes": 6000, "max_edges": 20_000, "max_dummies": 40_000}

_SPACING = {
    "layer_gap": GAP_DOWN,
    "node_gap": GAP_ACROSS,
    "dummy_gap": 18.0,
    "port_gap": 26.0,
    "stub": 10.0,
}


def lay_out(sizes: Floats, links: Ints, simply: bool = False) -> Places:
    """Where boxes of these sizes go, sources above targets.

    Parameters
    ----------
    sizes : (B, 2) float64
        Width and height of each box.
    links : (L, 2) int32
        Source and target box.
    simply : bool
        Plain layers at once.

    Returns
    -------
    Places
        The same for the same input, always.
    """
    if not len(sizes):
        return Places.nothing()
    if simply:
        return _plain(sizes, links, ranks(len(sizes), links))
    if len(sizes) <= WHOLE:
        try:
            return engine(sizes, links, wrap=True)
        except graphlay.GraphlayError:
            return _plain(sizes, links, ranks(len(sizes), links))
    rank = ranks(len(sizes), links)
    try:
        return columns.lay_out(sizes, links, rank, engine, ASPECT)
    except graphlay.GraphlayError:
        return _plain(sizes, links, rank)


def engine(sizes: Floats, links: Ints, wrap: bool = False) -> Places:
    """graphlay's layout.

    Raises
    ------
    graphlay.GraphlayError
        If the graph is beyond LIMITS, within milliseconds.
    """
    # Network simplex is the prettier one; with gates it can make a column four times as wide.
    placement = "network_simplex" if wrap else "brandes_koepf"
    options: dict[str, Any] = {
        "direction": "topbottom",
        "spacing": _SPACING,
        "coords": {"placement": placement},
        "limits": LIMITS,
    }
    if wrap:
        # Going down, the engine means by aspect: along the flow to across it.
        options["wrap"] = {"viewport_aspect": 1 / ASPECT}
        options["tuning"] = {"wrap": {"max_rows": 12, "min_gain": 1.1}}
    nodes = [
        {"size": {"width": width, "height": height}, "shape": "box", "key": ""}
        for width, height in sizes.tolist()
    ]
    edges = [{"source": a, "target": b, "weight": 1.0} for a, b in links.tolist()]
    request = {"graph": {"nodes": nodes, "edges": edges}, "preset": "layered", "options": options}
    answer = json.loads(graphlay._native.layout(json.dumps(request)))
    centres = np.array([[n["center"]["x"], n["center"]["y"]] for n in answer["nodes"]])
    routes = [np.array([[p["x"], p["y"]] for p in e["points"]]) for e in answer["edges"]]
    return Places(centres.reshape(-1, 2), *joined(routes))


def _plain(sizes: Floats, links: Ints, rank: Ints) -> Places:
    places = plain(sizes, links, rank)
    return Places(places.centres, places.points, places.starts, plain=True)
