"""What the hooks measure, against torch's own retain_grad; and that they change nothing."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

from gradwalk import Session
from gradwalk.engine import observe, saved
from gradwalk.engine.flow import Recorder
from gradwalk.engine.messages import ALIVE, FREED, NO_BUFFERS
from gradwalk.engine.walk import roots_of, walk


def record(loss: torch.Tensor, **arguments: Any) -> tuple[Any, list[Any], list[Any]]:
    nodes, edges = walk(roots_of([loss]))
    with Recorder(nodes, edges) as flow:
        loss.backward(**arguments)
    return flow, nodes, edges


def test_norms_are_those_of_the_gradients() -> None:
    w = torch.randn(4, 3, requires_grad=True)
    hidden = torch.randn(2, 4) @ w
    active = hidden.relu()
    loss = active.pow(2).mean()
    grad_fns = {hidden.grad_fn: hidden, active.grad_fn: active}
    hidden.retain_grad()
    active.retain_grad()
    flow, nodes, edges = record(loss)
    for index, node in enumerate(nodes):
        if node in grad_fns:
            gradient = grad_fns[node].grad
            assert flow.norms[index] == pytest.approx(gradient.norm().item(), rel=1e-6)
            assert torch.equal(flow.kept[index][0], gradient)
    leaf = next(i for i, node in enumerate(nodes) if hasattr(node, "variable"))
    assert flow.norms[leaf] == pytest.approx(w.grad.norm().item(), rel=1e-6)
    for number, (_source, target, _nr) in enumerate(edges):
        if sum(t == target for _, t, _ in edges) == 1:
            assert flow.edge_norms[number] == pytest.approx(flow.norms[target])


def test_recording_changes_no_bit() -> None:
    def gradients(recorded: bool) -> list[torch.Tensor]:
        torch.manual_seed(0)
        net = nn.TransformerEncoderLayer(16, 4, 32, dropout=0.0, batch_first=True)
        loss = net(torch.randn(2, 5, 16)).sum()
        if recorded:
            record(loss)
        else:
            loss.backward()
        return [p.grad for p in net.parameters()]

    for a, b in zip(gradients(True), gradients(False), strict=True):
        assert torch.equal(a, b)


def test_nan_and_inf_are_told_and_large_finite_gradients_are_not_called_inf() -> None:
    x = torch.tensor([0.0, 1.0], requires_grad=True)
    flow, nodes, _ = record((x.sqrt() * 0).sum())
    by_name = {node.name().rpartition("::")[2]: flow.norms[i] for i, node in enumerate(nodes)}
    assert math.isnan(by_name["AccumulateGrad"])
    x = torch.ones(4, requires_grad=True)
    flow, _, _ = record((x * 1e30).sum())
    assert flow.norms[-1] == pytest.approx(2e30)


def test_a_node_with_several_outputs_and_one_that_gets_nothing() -> None:
    x = torch.randn(6, requires_grad=True)
    a, _unused, c = x.split(2)
    flow, nodes, _ = record(a.sum() + 2 * c.sum())
    split = next(i for i, n in enumerate(nodes) if "Split" in n.name())
    gradients = flow.kept[split]
    assert gradients[1] is None
    assert flow.norms[split] == pytest.approx(np.linalg.norm([1, 1, 2, 2]))


def test_sparse_and_complex_gradients_have_norms() -> None:
    table = nn.Embedding(10, 3, sparse=True)
    flow, nodes, _ = record(table(torch.tensor([1, 1, 2])).sum())
    leaf = next(i for i, n in enumerate(nodes) if hasattr(n, "variable"))
    assert flow.norms[leaf] == pytest.approx(table.weight.grad.to_dense().norm().item())
    z = torch.ones(2, dtype=torch.complex64, requires_grad=True)
    flow, _, _ = record((z * 1j).abs().sum())
    assert flow.reached.all()


def test_an_exception_is_traced_to_the_node_it_came_from() -> None:
    class Bad(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, x: torch.Tensor) -> torch.Tensor:
            return x * 1

        @staticmethod
        def backward(ctx: Any, gradient: torch.Tensor) -> torch.Tensor:
            raise KeyError("mine")

    loss = Bad.apply(torch.ones(2, requires_grad=True)).sum()
    nodes, edges = walk(roots_of([loss]))
    recorder = Recorder(nodes, edges)
    with pytest.raises(KeyError, match="mine"), recorder:
        loss.backward()
    assert nodes[recorder.flow.unfinished].name() == "BadBackward"


def test_nothing_stays_on_the_parameters_and_what_the_user_put_there_does() -> None:
    # The loop's next forward goes on with the same AccumulateGrad; see flow.py on what that costs.
    net = nn.Linear(3, 2)
    calls: list[str] = []
    net.weight.register_hook(lambda gradient: calls.append("hook") or 2 * gradient)
    net.weight.register_post_accumulate_grad_hook(lambda _: calls.append("accumulated"))
    loss = net(torch.ones(1, 3)).sum()
    flow, nodes, _ = record(loss, retain_graph=True)
    assert calls == ["hook", "accumulated"]
    leaf = next(i for i, n in enumerate(nodes) if getattr(n, "variable", None) is net.weight)
    assert flow.norms[leaf] == pytest.approx(net.weight.grad.norm().item())
    assert (net.bias._backward_hooks, net.bias._post_accumulate_grad_hooks) == (None, None)
    assert len(net.weight._backward_hooks) == len(net.weight._post_accumulate_grad_hooks) == 1
    loss.backward()
    assert calls == 2 * ["hook", "accumulated"]


def test_what_fails_while_a_gradient_accumulates_is_traced_to_the_parameter() -> None:
    net = nn.Sequential(nn.Linear(3, 2), nn.Linear(2, 1))

    def fails(_: torch.Tensor) -> None:
        raise ValueError("of the user's")

    net[0].weight.register_post_accumulate_grad_hook(fails)
    loss = net(torch.ones(1, 3)).sum()
    nodes, edges = walk(roots_of([loss]))
    recorder = Recorder(nodes, edges)
    with pytest.raises(ValueError, match="of the user's"), recorder:
        loss.backward()
    assert nodes[recorder.flow.unfinished].variable is net[0].weight
    assert net[1].bias._backward_hooks is None


def test_what_fails_between_two_nodes_is_no_parameters_fault() -> None:
    def fails(_: torch.Tensor) -> None:
        raise ValueError("of the user's")

    first, last = nn.Linear(3, 2), nn.Linear(2, 1)
    hidden = first(torch.ones(1, 3))
    hidden.register_hook(fails)  # runs after last.bias and last.weight have their gradients
    loss = last(hidden).sum()
    nodes, edges = walk(roots_of([loss]))
    recorder = Recorder(nodes, edges)
    with pytest.raises(ValueError, match="of the user's"), recorder:
        loss.backward()
    assert last.weight.grad is not None
    assert recorder.flow.unfinished is None


def test_a_leaf_that_was_moved_in_between_has_two_nodes_with_their_own_gradients() -> None:
    leaf = torch.ones(3, requires_grad=True)
    first = (leaf * 2).sum()
    leaf.data = leaf.data.double()
    loss = first + (leaf * 5).sum()
    nodes, edges = walk(roots_of([loss]))
    of_leaf = [i for i, n in enumerate(nodes) if getattr(n, "variable", None) is leaf]
    assert len(of_leaf) == 2
    with Recorder(nodes, edges) as flow:
        loss.backward()
    arrived = sorted(flow.norms[of_leaf].tolist())
    assert arrived == pytest.approx([math.sqrt(12), math.sqrt(75)])


class Counting(torch.Tensor):
    """Counts what torch asks it."""

    asked = 0

    @classmethod
    def __torch_function__(cls, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        cls.asked += "hook" in str(func)
        return super().__torch_function__(func, types, args, kwargs or {})


def test_a_subclass_is_not_asked() -> None:
    leaf = torch.ones(3).as_subclass(Counting).requires_grad_()
    loss = (leaf * 3).sum()
    flow, _, _ = record(loss)
    assert Counting.asked == 0
    assert flow.norms.max() == pytest.approx(math.sqrt(27))
    assert torch.equal(leaf.grad.as_subclass(torch.Tensor), 3 * torch.ones(3))


def test_states_tell_alive_from_freed_without_unpacking() -> None:
    calls = []

    def block(x: torch.Tensor) -> torch.Tensor:
        calls.append(1)
        return x.exp().sin()

    x = torch.randn(3, requires_grad=True)
    loss = torch.utils.checkpoint.checkpoint(block, x, use_reentrant=False).relu().sum()
    nodes, _ = walk(roots_of([loss]))
    before = saved.states(nodes)
    assert len(calls) == 1
    assert set(before) == {ALIVE, NO_BUFFERS}
    loss.backward()
    after = saved.states(nodes)
    assert FREED in after
    assert ALIVE not in after
    assert ((before == ALIVE) == (after == FREED)).all()


def test_never_saved_is_not_freed() -> None:
    logits = torch.randn(2, 3, requires_grad=True)
    loss = F.cross_entropy(logits, torch.tensor([0, 1]))  # its weight was never given
    nodes, _ = walk(roots_of([loss]))
    loss.backward(retain_graph=True)
    assert FREED not in saved.states(nodes)


def test_detail_shows_the_gradient_that_arrived() -> None:
    session = Session()
    session.forward()
    session.backward()
    graph = session.graph
    leaf = next(n.index for n in graph.nodes if n.parameter == "conv1.weight")
    (gradient,) = observe.detail(session.machine, leaf).gradients
    real = session.model.conv1.weight.grad
    assert np.array_equal(gradient.value.values.numpy(), real.numpy())
    assert gradient.minimum == real.min().item()
    assert gradient.maximum == real.max().item()
