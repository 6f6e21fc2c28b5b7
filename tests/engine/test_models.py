"""Odd models: exact graphs, and each node attributed to the module that really made it."""

from __future__ import annotations

import os
import sys
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode

import gradwalk
from gradwalk.engine.messages import OUTSIDE

from ..models import MODELS, loss_of

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Witness(TorchDispatchMode):
    """Says which module's forward is on Python's own stack when an operation runs.

    It shares nothing with what is tested: no hook, no wrapper, no number of torch's but the one
    that the operation's node will have.
    """

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.paths = {id(module): path for path, module in model.named_modules()}
        self.seen: dict[int, str] = {}  # sequence number to the path of the innermost module

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        number = torch._C._autograd._get_sequence_nr() - 1  # given to the node before the kernel
        path = self.innermost()
        if path is not None:
            self.seen.setdefault(number, path)  # what has no node of its own comes later
        return func(*args, **(kwargs or {}))

    def innermost(self) -> str | None:
        frame: Any = sys._getframe(2)
        while frame is not None:
            module = frame.f_locals.get("self") if frame.f_code.co_name == "forward" else None
            if module is None and frame.f_code.co_name == "_call_impl":
                module = frame.f_locals.get("self")
            if isinstance(module, nn.Module) and id(module) in self.paths:
                return self.paths[id(module)]
            frame = frame.f_back
        return None


def bare(loss: torch.Tensor) -> tuple[list[Any], list[tuple[int, int, int]]]:
    nodes = [loss.grad_fn]
    edges = []
    for source, node in enumerate(nodes):
        for target, slot in node.next_functions:
            if target is not None:
                if not any(target is n for n in nodes):
                    nodes.append(target)
                at = next(i for i, n in enumerate(nodes) if n is target)
                edges.append((source, at, slot))
    return nodes, edges


@pytest.mark.parametrize("name", MODELS)
def test_the_graph_is_exact(name: str) -> None:
    model, inputs = MODELS[name]()
    loss = loss_of(model(*inputs))
    nodes, edges = bare(loss)
    graph = gradwalk.trace(loss, model=model)
    assert list(graph.names) == [n.name().rpartition("::")[2] for n in nodes]
    assert graph.edges == edges
    assert list(graph.all_shapes) == [
        tuple(tuple(m.shape) for m in n._input_metadata) for n in nodes
    ]


@pytest.mark.parametrize("name", MODELS)
def test_every_node_has_its_module_and_none_a_wrong_one(name: str) -> None:
    model, inputs = MODELS[name]()
    witness = Witness(model)
    first = torch._C._autograd._get_sequence_nr()
    with gradwalk.attribution(model):
        with witness:
            output = model(*inputs)
        last = torch._C._autograd._get_sequence_nr()
        loss = loss_of(output)
    graph = gradwalk.trace(loss)
    assert graph.call_of is not None
    sequence = np.asarray(graph.sequence)
    inside = np.flatnonzero((sequence >= first) & (sequence < last))
    attributed = [i for i in inside if graph.call_of[i] >= 0]
    assert len(attributed) >= 0.99 * len(inside)
    for i in attributed:
        told = witness.seen.get(int(sequence[i]))
        if told is not None and graph.names[i] != "CheckpointFunctionBackward":  # sees its inside
            assert graph.calls[graph.call_of[i]].path == told, graph.names[i]
    assert (graph.call_of[sequence >= last] == OUTSIDE).all()
    assert graph.unattributed == 0


@pytest.mark.parametrize("name", MODELS)
def test_watching_changes_no_number(name: str) -> None:
    gradients = []
    for watched in (False, True):
        model, inputs = MODELS[name]()
        torch.manual_seed(1)
        if watched:
            with gradwalk.attribution(model):
                loss = loss_of(model(*inputs))
        else:
            loss = loss_of(model(*inputs))
        loss.backward()
        gradients.append([p.grad for p in model.parameters()])
        assert not any("forward" in m.__dict__ for m in model.modules())
    for plain, seen in zip(*gradients, strict=True):
        if plain is None:
            assert seen is None
        elif plain.is_sparse:
            assert torch.equal(plain.to_dense(), seen.to_dense())
        else:
            assert torch.equal(plain, seen)


class Lines(TorchFunctionMode):
    """The line in this folder from which each operation was called, from Python's stack."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[int, int, str]] = []

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        first = torch._C._autograd._get_sequence_nr()
        result = func(*args, **(kwargs or {}))
        frame: Any = sys._getframe(1)
        while not frame.f_code.co_filename.startswith(HERE):
            frame = frame.f_back
        line = f"{os.path.basename(frame.f_code.co_filename)}:{frame.f_lineno}"
        self.seen.append((first, torch._C._autograd._get_sequence_nr(), line))
        return result


def forward_and_loss(model: nn.Module, inputs: tuple[Any, ...]) -> torch.Tensor:
    return loss_of(model(*inputs))


@pytest.mark.parametrize("name", MODELS)
def test_every_node_has_its_source_line(name: str) -> None:
    model, inputs = MODELS[name]()
    with gradwalk.attribution(model):
        loss = forward_and_loss(model, inputs)
    graph = gradwalk.trace(loss)
    model, inputs = MODELS[name]()
    start = torch._C._autograd._get_sequence_nr()
    with Lines() as lines:
        loss = forward_and_loss(model, inputs)
    again = gradwalk.trace(loss)
    assert again.names == graph.names
    known = {
        k - start: line for first, end, line in reversed(lines.seen) for k in range(first, end)
    }
    for i, number in enumerate(again.sequence):
        if number >= 0:
            assert graph.lines.get(i) is not None, graph.names[i]
            if number - start in known:
                assert graph.lines[i] == known[number - start], graph.names[i]
