"""The graph against a plain breadth-first walk, and its release without a crash."""

from __future__ import annotations

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import deque
from collections.abc import Callable
from typing import Any

import networkx as nx
import pytest
import torch
import torch.nn.functional as F
from torch import nn

import gradwalk
from gradwalk.engine.nets import Net


def plain_walk(*tensors: torch.Tensor) -> tuple[list[Any], list[tuple[int, int, int]]]:
    """Nodes and edges as a person would find them."""
    queue: deque[Any] = deque()
    nodes: list[Any] = []
    for tensor in tensors:
        if tensor.grad_fn not in nodes:
            nodes.append(tensor.grad_fn)
            queue.append(tensor.grad_fn)
    edges = []
    while queue:
        node = queue.popleft()
        for target, input_nr in node.next_functions:
            if target is None:
                continue
            if target not in nodes:
                nodes.append(target)
                queue.append(target)
            edges.append((nodes.index(node), nodes.index(target), input_nr))
    return nodes, edges


class Square(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: torch.Tensor) -> torch.Tensor:
        ctx.save_for_backward(x)
        return x * x

    @staticmethod
    def backward(ctx: Any, gradient: torch.Tensor) -> torch.Tensor:
        (x,) = ctx.saved_tensors
        return 2 * x * gradient


def tutorial() -> list[torch.Tensor]:
    return [F.mse_loss(Net()(torch.randn(2, 1, 32, 32)), torch.randn(2, 10))]


def shared_weights() -> list[torch.Tensor]:
    layer = nn.Linear(4, 4)
    return [layer(layer(torch.randn(2, 4)).relu()).sum()]


def several_outputs() -> list[torch.Tensor]:
    x = torch.randn(6, 4, requires_grad=True)
    a, b, c = (x * 2).split(2)
    first, second = torch.unbind(a)
    return [(c * b).sum() + first.sum(), second.sum()]


def custom_function() -> list[torch.Tensor]:
    x = torch.randn(3, requires_grad=True)
    return [Square.apply(Square.apply(x).exp()).sum()]


def double_backward() -> list[torch.Tensor]:
    net = Net()
    loss = F.mse_loss(net(torch.randn(1, 1, 32, 32)), torch.randn(1, 10))
    gradients = torch.autograd.grad(loss, list(net.parameters()), create_graph=True)
    return [sum(g.pow(2).sum() for g in gradients)]


def in_place_on_a_view() -> list[torch.Tensor]:
    x = torch.randn(4, 4, requires_grad=True)
    y = x * 1
    y[0].mul_(2)
    return [y.sum()]


@pytest.mark.parametrize(
    "make",
    [
        tutorial,
        shared_weights,
        several_outputs,
        custom_function,
        double_backward,
        in_place_on_a_view,
    ],
)
def test_nodes_and_edges_are_those_of_next_functions(
    make: Callable[[], list[torch.Tensor]],
) -> None:
    tensors = make()
    nodes, edges = plain_walk(*tensors)
    graph = gradwalk.trace(*tensors)
    assert [node.name for node in graph.nodes] == [n.name().rpartition("::")[2] for n in nodes]
    assert graph.edges == edges
    assert [node.shapes for node in graph.nodes] == [
        tuple(tuple(m.shape) for m in n._input_metadata) for n in nodes
    ]
    assert graph.roots == tuple(range(len(tensors)))


def test_parameters_have_their_names_if_the_model_is_given() -> None:
    net = Net()
    loss = net(torch.randn(1, 1, 32, 32)).sum()
    named = {n.parameter for n in gradwalk.trace(loss, model=net).nodes if n.parameter}
    assert named == {name for name, _ in net.named_parameters()}
    assert not any(n.parameter for n in gradwalk.trace(loss).nodes)


def test_the_graph_of_a_leaf_is_the_leaf() -> None:
    w = torch.ones(2, requires_grad=True)
    assert gradwalk.trace(w).names == ("AccumulateGrad",)


@pytest.mark.parametrize(
    ("arguments", "kind", "words"),
    [
        ((), ValueError, "at least one"),
        ((torch.ones(2),), ValueError, "does not require grad"),
        ((3,), TypeError, "int"),
    ],
)
def test_what_has_no_graph_is_refused_in_words(
    arguments: tuple[Any, ...], kind: type[Exception], words: str
) -> None:
    with pytest.raises(kind, match=words):
        gradwalk.trace(*arguments)


def test_a_graph_keeps_nothing_of_torch_alive() -> None:
    import weakref

    x = torch.ones(3, requires_grad=True)
    activation = x.exp()
    watched = weakref.ref(activation)
    loss = (activation * activation).sum()
    graph = gradwalk.trace(loss)
    del activation, loss
    assert watched() is None
    assert len(graph.nodes) == 4


def test_exports_hold_the_whole_graph() -> None:
    graph = gradwalk.trace(*several_outputs())
    network = graph.to_networkx()
    edges = [(s, t, data["input_nr"]) for s, t, data in network.edges(data=True)]
    assert sorted(edges) == sorted(graph.edges)
    again = nx.node_link_graph(json.loads(graph.to_json()), edges="edges")
    assert nx.utils.graphs_equal(nx.MultiDiGraph(again.edges), nx.MultiDiGraph(network.edges))
    root = ET.fromstring(graph.to_graphml())
    assert len([e for e in root.iter() if e.tag.endswith("}node")]) == len(graph.nodes)
    assert graph.to_dot().count(" -> ") == len(graph.edges)


CHAIN = """
import sys, time, threading, torch, gradwalk
x = torch.ones(3, requires_grad=True)
y = x
for i in range(50_000):
    y = y.sin() if i % 2 else y * 1.0
loss = y.sum()
graph = gradwalk.trace(loss)
assert len(graph.nodes) == 50_002, graph
again = gradwalk.trace(loss, y)
{ending}
print("alive")
"""


@pytest.mark.parametrize(
    "ending",
    [
        "del loss, y",
        "del graph, again; del loss, y",
        "loss.backward(); del loss, y",
        "holder = loss.grad_fn; del loss, y; time.sleep(0.3); del holder",
        "other = loss + 1; del loss, y; time.sleep(0.3); del other",
        "box = [loss]; del loss, y; t = threading.Thread(target=box.clear); t.start(); t.join()",
        "pass",
    ],
)
def test_a_walked_deep_graph_is_released_without_a_crash(ending: str) -> None:
    from_then_on = """
from gradwalk.engine import walk
until = time.monotonic() + 60
while "loss" not in globals() and walk._keeper.held and time.monotonic() < until:
    time.sleep(0.02)
assert "loss" in globals() or not walk._keeper.held
"""
    script = CHAIN.format(ending=ending + "\n" + from_then_on)
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=200, check=False
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == "alive"


EXIT = """
import sys, time
import torch, gradwalk

weight = torch.ones(2, requires_grad=True)
for _ in range(5):
    state = torch.ones(2)
    for _ in range(750):
        state = torch.tanh(state * weight)
    loss = state.sum()
    gradwalk.trace(loss)
del loss
time.sleep(float(sys.argv[1]))
"""


@pytest.mark.parametrize("seconds", ["0.05", "0.06", "0.07", "0.08"])
def test_a_script_may_end_while_its_graphs_are_being_released(seconds: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", EXIT, seconds], capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, "")
