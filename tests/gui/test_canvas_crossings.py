"""Where no links need cross, none do, with everything open."""

from __future__ import annotations

from itertools import combinations, pairwise

import networkx as nx
import numpy as np
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st
from torch import nn

from gradwalk.gui.canvas import engine, sides
from gradwalk.gui.canvas.build import build_scene
from gradwalk.gui.canvas.fold.grow import grow
from gradwalk.gui.canvas.fold.opening import Opening
from gradwalk.gui.canvas.keep import Plan
from gradwalk.gui.canvas.layers import ranks
from gradwalk.gui.canvas.places import Ints
from gradwalk.gui.canvas.tangles import crossings, through

from .test_canvas_layout import HEAD, assert_sound, laid_out
from .test_fold_models import Residual, Unrolled, graph_of


class Plain(nn.Module):
    """An LSTM without modules for its steps: its steps are not known as such."""

    def __init__(self) -> None:
        super().__init__()
        self.into, self.back = nn.Parameter(torch.ones(8, 64)), nn.Parameter(torch.ones(16, 64))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        hidden = memory = x.new_zeros(2, 16)
        for step in x:
            i, f, g, o = (step @ self.into + hidden @ self.back).chunk(4, 1)
            memory = f.sigmoid() * memory + i.sigmoid() * g.tanh()
            hidden = o.sigmoid() * memory.tanh()
        return hidden


class Recurrent(nn.Module):
    """Elman's cell, once for each step."""

    def __init__(self) -> None:
        super().__init__()
        self.cell = nn.RNNCell(8, 16)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        hidden = x.new_zeros(2, 16)
        for step in x:
            hidden = self.cell(step, hidden)
        return hidden


class Layers(nn.Module):
    """torch's own RNN, whose steps are made in C++."""

    def __init__(self) -> None:
        super().__init__()
        self.rnn = nn.RNN(8, 16, 2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.rnn(x)[0]


def transformer(layers: int) -> tuple[nn.Module, tuple[torch.Tensor, ...]]:
    model = nn.Transformer(16, 2, layers, layers, 32, batch_first=True)
    return model, (torch.randn(2, 5, 16), torch.randn(2, 5, 16))


MODELS = {
    "LSTMCell": lambda: (Unrolled(), (torch.randn(30, 2, 3),)),
    "LSTM by hand": lambda: (Plain(), (torch.randn(60, 2, 8),)),
    "RNNCell": lambda: (Recurrent(), (torch.randn(40, 2, 8),)),
    "RNN of two layers": lambda: (Layers(), (torch.randn(20, 2, 8),)),
    "residual blocks": lambda: (Residual(12), (torch.randn(2, 3),)),
    "encoder and decoder": lambda: transformer(2),
    "six of each": lambda: transformer(6),
}


def opened(model: nn.Module, *inputs: torch.Tensor) -> Plan:
    """Everything open, in boxes of about the size that they have on screen."""
    graph = graph_of(model, *inputs)
    tree = grow(graph)
    scene = build_scene(graph, tree, Opening.everything(tree))
    wide = [40.0 + 8 * len(title) for title in scene.titles]
    sizes = np.stack([wide, np.full(len(wide), 40.0)], axis=1)
    return Plan(sizes, scene.links, scene.frame, scene.frames.parent, HEAD)


@pytest.mark.parametrize("name", MODELS)
def test_a_model_that_can_be_drawn_without_crossings_is(name: str) -> None:
    torch.manual_seed(0)
    model, inputs = MODELS[name]()
    plan = opened(model, *inputs)
    places = laid_out(plan)
    assert crossings(places.points, places.starts) == 0
    assert through(places.points, places.starts, places.rectangles(plan.sizes)) == 0
    assert_sound(plan, places)
    engine.forget()
    assert laid_out(plan).digest() == places.digest()


@st.composite
def nets(draw: st.DrawFn) -> tuple[int, Ints]:
    """Boxes and links from a single first box to a single last one."""
    count = draw(st.integers(3, 10))
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    apart = pairs.map(sorted).map(tuple).filter(lambda pair: pair[0] != pair[1])
    links = draw(st.lists(apart, min_size=2, max_size=16))
    led, leading = {b for _, b in links}, {a for a, _ in links}
    links += [(0, box) for box in range(1, count - 1) if box not in led]
    links += [(box, count - 1) for box in range(1, count - 1) if box not in leading]
    return count, np.array(links, np.int32)


def rows(boxes: int, links: Ints, across: tuple[np.ndarray, np.ndarray]) -> int:
    """How often links cross, drawn from row to row in the order that `across` says."""
    rank = ranks(boxes, links)
    found = 0
    steps: dict[int, list[tuple[float, float]]] = {}
    for link, (a, b) in enumerate(links.tolist()):
        way = [across[0][a], *[across[1][link]] * (rank[b] - rank[a] - 1), across[0][b]]
        for row, step in enumerate(pairwise(way), rank[a]):
            steps.setdefault(row, []).append(step)
    for some in steps.values():
        found += sum((a - c) * (b - d) < 0 for (a, b), (c, d) in combinations(some, 2))
    return found


@given(nets())
def test_in_the_order_told_no_links_cross(net: tuple[int, Ints]) -> None:
    boxes, links = net
    across = sides.across(boxes, links)
    graph = nx.Graph([*map(tuple, links.tolist()), (0, boxes - 1)])
    if across is None:
        assert not nx.check_planarity(graph)[0]
    assume(across is not None)
    assert rows(boxes, links, across) == 0


def test_in_a_net_that_is_not_planar_few_links_cross() -> None:
    """Five inputs, each led to by three boxes: some links have to cross."""
    above = [(0, box) for box in (1, 2, 3)]
    every = [(box, end) for box in (1, 2, 3) for end in (4, 5, 6)]
    below = [(end, 7) for end in (4, 5, 6)]
    links = np.array(above + every + below, np.int32)
    assert sides.across(8, links) is None
    plan = Plan.flat(np.full((8, 2), [120.0, 40.0]), links)
    places = laid_out(plan)
    assert_sound(plan, places)
    assert crossings(places.points, places.starts) <= 9
