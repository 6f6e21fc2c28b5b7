"""Everything open, no more links cross than in Graphviz dot's drawing of the same graph."""

from __future__ import annotations

import shutil

import numpy as np
import pytest
import torch
from torch import nn

from gradwalk.benchmarks import layout as benchmark
from gradwalk.gui.canvas.fold.grow import grow
from gradwalk.gui.canvas.fold.opening import Opening

from .test_canvas_loose import Rotary, crossings, laid_out, planned, routes
from .test_fold_models import graph_of


class Outputs(nn.Module):
    """All that a recurrent layer returns, its states too."""

    def __init__(self, layer: nn.Module) -> None:
        super().__init__()
        self.layer = layer

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        out, state = self.layer(x)
        states = state if isinstance(state, tuple) else (state,)
        return sum((each.pow(2).mean() for each in states), out.mean())


class Dense(nn.Module):
    """Each layer reads what all before it gave."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(3 + 4 * i, 4) for i in range(8))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        found = [x]
        for layer in self.layers:
            found.append(layer(torch.cat(found, 1).relu()))
        return torch.cat(found, 1)


class Readouts(nn.Module):
    """A cell whose every state is read."""

    def __init__(self) -> None:
        super().__init__()
        self.cell, self.out = nn.GRUCell(3, 4), nn.Linear(4, 2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        hidden, found = torch.zeros(2, 4), []
        for step in x:
            hidden = self.cell(step, hidden)
            found.append(self.out(hidden))
        return torch.stack(found)


class Mixed(nn.Module):
    """Branches of which each reads all of the last stage."""

    def __init__(self, branches: int, stages: int) -> None:
        super().__init__()
        self.branches = branches
        self.layers = nn.ModuleList(nn.Linear(4, 4) for _ in range(branches**2 * stages))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        found = [x * (i + 1) for i in range(self.branches)]
        for at in range(0, len(self.layers), self.branches**2):
            inputs = [
                [self.layers[at + i * self.branches + j](found[j]) for j in range(self.branches)]
                for i in range(self.branches)
            ]
            found = [sum(each, torch.zeros(4)).relu() for each in inputs]
        return sum(found, torch.zeros(4))


NETS = {
    "LSTM in two directions": lambda: (Outputs(nn.LSTM(4, 5, 2, bidirectional=True)), (6, 2, 4)),
    "GRU in two directions": lambda: (Outputs(nn.GRU(4, 5, bidirectional=True)), (6, 2, 4)),
    "RNN in two directions": lambda: (Outputs(nn.RNN(4, 5, 2, bidirectional=True)), (6, 2, 4)),
    "a state read at each step": lambda: (Readouts(), (12, 2, 3)),
    "dense layers": lambda: (Dense(), (2, 3)),
    "rotary attention": lambda: (nn.Sequential(*(Rotary() for _ in range(4))), (2, 5, 8)),
    "branches that mix": lambda: (Mixed(3, 3), (2, 4)),
}


@pytest.mark.skipif(shutil.which("dot") is None, reason="dot is not installed")
@pytest.mark.parametrize("name", NETS)
def test_no_more_crossings_than_in_a_drawing_of_dot(name: str) -> None:
    torch.manual_seed(0)
    model, shape = NETS[name]()
    graph = graph_of(model, torch.randn(shape, requires_grad=True))
    tree = grow(graph)
    _, plan = planned(graph, tree, Opening.everything(tree))
    places = laid_out(plan)
    dot = benchmark.by_dot(plan)
    assert dot is not None
    assert crossings(routes(plan, places)) <= benchmark.crossings(dot[1])
    assert benchmark.through_boxes(plan, places) == 0


def test_splines_that_cross_where_their_pieces_join_are_counted() -> None:
    one = np.array([[0, 0], [0, 1], [1, 1], [2, 2], [3, 3], [4, 3], [4, 4]], float)
    other = one * [-1, 1] + [4, 0]
    bent = [benchmark._bent(one, 8), benchmark._bent(other, 9)]
    assert benchmark.crossings(bent) == crossings(bent) == 1
