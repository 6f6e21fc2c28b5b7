"""The quick way to tell alive from freed says what reading every saved tensor says."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F
from torch.utils.checkpoint import checkpoint

from gradwalk import Session
from gradwalk.engine import messages as m
from gradwalk.engine import saved
from gradwalk.engine.buffers import Buffers
from gradwalk.engine.messages import ALIVE, FREED, NO_BUFFERS
from gradwalk.engine.walk import roots_of, walk

from ..models import MODELS, loss_of


@pytest.mark.parametrize("name", sorted(MODELS))
def test_states_are_those_of_a_full_reading(name: str) -> None:
    model, inputs = MODELS[name]()
    loss = loss_of(model(*inputs))
    nodes, _ = walk(roots_of([loss]))
    buffers = Buffers(nodes, list(model.parameters()))
    assert buffers.states().tolist() == saved.states(nodes).tolist()
    loss.backward(retain_graph=True)
    assert buffers.states().tolist() == saved.states(nodes).tolist()
    loss.backward()
    assert buffers.states().tolist() == saved.states(nodes).tolist()
    assert Buffers(nodes).states().tolist() == saved.states(nodes).tolist()  # read too late


def test_a_half_freed_graph() -> None:
    x = torch.randn(3, requires_grad=True)
    shared = x.exp()
    first, second = shared.sin().sum(), shared.cos().sum()
    nodes, _ = walk(roots_of([first, second]))
    buffers = Buffers(nodes)
    first.backward()
    states = dict(zip([node.name() for node in nodes], buffers.states().tolist(), strict=True))
    assert states["SinBackward0"] == states["ExpBackward0"] == FREED
    assert states["CosBackward0"] == ALIVE


def test_nothing_is_unpacked() -> None:
    calls = []

    def block(x: torch.Tensor) -> torch.Tensor:
        calls.append(1)
        return x.exp().sin()

    x = torch.randn(3, requires_grad=True)
    loss = checkpoint(block, x, use_reentrant=False).relu().sum()
    nodes, _ = walk(roots_of([loss]))
    buffers = Buffers(nodes)
    before = buffers.states()
    assert set(before) == {ALIVE, NO_BUFFERS}
    assert len(calls) == 1
    loss.backward()
    assert ((before == ALIVE) == (buffers.states() == FREED)).all()
    assert len(calls) == 2  # backward's own


def test_each_storage_counts_once_and_parameters_do_not() -> None:
    weight = torch.randn(4, 4, requires_grad=True)
    hidden = torch.randn(2, 4) @ weight
    loss = (hidden.exp() * hidden[:1].view(1, 4)).sum()
    nodes, _ = walk(roots_of([loss]))
    buffers = Buffers(nodes, [weight])
    # The input, hidden and exp's result; a view of hidden lies in hidden's memory.
    assert sorted(buffers.sizes.tolist()) == [32, 32, 32]
    pairs = [tuple(pair) for pair in buffers.kept.tolist()]
    assert len(set(pairs)) == len(pairs)
    kept = {nodes[index].name() for index, _ in pairs}
    assert kept == {"MmBackward0", "ExpBackward0", "MulBackward0"}


def test_weights_that_were_never_given_are_not_freed() -> None:
    logits = torch.randn(2, 3, requires_grad=True)
    loss = F.cross_entropy(logits, torch.tensor([0, 1]))
    nodes, _ = walk(roots_of([loss]))
    buffers = Buffers(nodes)
    loss.backward(retain_graph=True)
    assert FREED not in buffers.states()


def test_what_a_training_iteration_saved_is_known_after_its_backward() -> None:
    session = Session()
    session.apply(m.Train(iterations=3))
    assert session.phase == "freed"
    assert session.graph.storages.sum() > 0
