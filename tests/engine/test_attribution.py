"""Every node knows the module call that made it."""

from __future__ import annotations

import copy
import gc
import linecache
import threading
import weakref
from collections import Counter

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn
from torch.overrides import TorchFunctionMode, handle_torch_function

from gradwalk import Session, attribution, trace
from gradwalk.engine import observe
from gradwalk.engine.messages import OUTSIDE

from ..models import MODELS


def modules_of(model: nn.Module, x: torch.Tensor) -> dict[str, list[str | None]]:
    with attribution(model):
        loss = model(x).sum()
    graph = trace(loss)
    result: dict[str, list[str | None]] = {}
    for node in graph.nodes:
        if node.name != "AccumulateGrad":
            result.setdefault(node.name, []).append(node.module)
    return result


class Shared(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Sequential(nn.Linear(4, 4), nn.Tanh())

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.relu(self.layer(self.layer(x)))


def test_nested_functional_and_repeated_calls() -> None:
    found = modules_of(Shared(), torch.randn(2, 4))
    assert found["ReluBackward0"] == ["Shared"]
    assert found["TanhBackward0"] == ["layer.1#2", "layer.1"]
    assert found["AddmmBackward0"] == ["layer.0#2", "layer.0"]
    assert found["SumBackward0"] == [None]  # made outside the model


def test_an_exception_inside_leaves_no_hook_and_a_clean_start() -> None:
    class Broken(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.inner = nn.Linear(3, 3)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return self.inner(x)

    model = Broken()
    with pytest.raises(RuntimeError), attribution(model):
        model(torch.randn(2, 4))
    assert modules_of(model, torch.randn(2, 3))["AddmmBackward0"] == ["inner"]


def test_a_session_attributes_its_graph() -> None:
    session = Session()
    session.forward()
    by_module = {}
    for node in session.graph.nodes:
        by_module.setdefault(node.module, []).append(node.name)
    assert by_module["conv1"] == ["ConvolutionBackward0"]
    assert "MseLossBackward0" in by_module[None]
    assert by_module["Net"].count("ReluBackward0") == 4


def test_calls_form_a_tree() -> None:
    model = Shared()
    with attribution(model):
        loss = model(torch.randn(2, 4)).sum()
    graph = trace(loss)
    assert [(c.path, c.number, c.parent) for c in graph.calls] == [
        ("", 1, -1), ("layer", 1, 0), ("layer.0", 1, 1), ("layer.1", 1, 1),
        ("layer", 2, 0), ("layer.0", 2, 4), ("layer.1", 2, 4),
    ]  # fmt: skip
    assert {n.parameter for n in graph.nodes if n.parameter} == {"layer.0.weight", "layer.0.bias"}


def test_a_forward_called_directly_is_the_layers() -> None:
    class Direct(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layer = nn.Linear(4, 4)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return self.layer.forward(x).relu()

    found = modules_of(Direct(), torch.randn(2, 4))
    assert found["AddmmBackward0"] == ["layer"]
    assert found["ReluBackward0"] == ["Direct"]


class Joined(nn.Module):
    """Two branches, each in a thread of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.branches = nn.ModuleList(nn.Sequential(nn.Linear(4, 4), nn.Tanh()) for _ in range(2))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        results: list[torch.Tensor] = []

        def work(branch: nn.Module) -> None:
            results.append(branch(x).sigmoid())  # the sigmoid is in no module of that thread

        for branch in self.branches:
            thread = threading.Thread(target=work, args=(branch,))
            thread.start()
            thread.join()
        return results[0] * results[1]


def test_a_module_in_another_thread_is_right_or_left_open() -> None:
    found = modules_of(Joined(), torch.randn(2, 4))
    assert set(found["AddmmBackward0"]) == {"branches.0.0", "branches.1.0"}
    assert set(found["TanhBackward0"]) == {"branches.0.1", "branches.1.1"}
    assert set(found["SigmoidBackward0"]) == {None}


def test_a_graph_of_another_thread_is_not_taken_for_ours() -> None:
    model = nn.Sequential(nn.Linear(4, 4), nn.Tanh())
    box: list[torch.Tensor] = []
    start = torch._C._autograd._get_sequence_nr()

    def elsewhere() -> None:
        x = torch.ones(3, requires_grad=True)
        for _ in range(start + 10):  # numbers as high as ours
            x = x * 1
        box.append(x.sum())

    with attribution(model):
        loss = model(torch.randn(2, 4)).sum()
        thread = threading.Thread(target=elsewhere)
        thread.start()
        thread.join()
    assert trace(loss).unattributed == 0
    graph = trace(box[0])
    assert all(node.module is None and node.line is None for node in graph.nodes)
    assert graph.unattributed == len(graph.nodes) - 1


def test_what_was_made_before_or_after_is_left_open() -> None:
    model = nn.Linear(4, 4)
    before = model(torch.randn(2, 4))
    with attribution(model):
        inside = model(before)
        loss = inside.sum()
    graph = trace(loss + model(before).sum())
    counts = Counter(node.module for node in graph.nodes if node.name == "AddmmBackward0")
    assert counts == {"Linear": 1, None: 2}
    assert graph.unattributed > 0
    assert trace(loss).call_of[0] == OUTSIDE


@pytest.mark.parametrize("reentrant", [False, True])
def test_a_recomputed_forward_is_no_further_call(reentrant: bool) -> None:
    model, inputs = MODELS["checkpointed_reentrant" if reentrant else "checkpointed"]()
    with attribution(model):
        loss = model(*inputs).sum()
        loss.backward()
    assert {call.number for call in trace(loss).calls} == {1}


def test_double_backward_keeps_the_forwards_modules() -> None:
    model = nn.Sequential(nn.Linear(4, 4), nn.Tanh(), nn.Linear(4, 1))
    with attribution(model):
        loss = model(torch.randn(2, 4)).sum()
        gradients = torch.autograd.grad(loss, list(model.parameters()), create_graph=True)
        penalty = sum(g.pow(2).sum() for g in gradients)
    graph = trace(penalty)
    found = {node.name: node.module for node in graph.nodes}
    assert found["TanhBackward0"] == "1"
    assert found["TanhBackwardBackward0"] is None


def test_nothing_is_kept_alive() -> None:
    model = nn.Sequential(nn.Linear(4, 4), nn.Tanh())
    with attribution(model):
        output = model(torch.randn(2, 4))
        loss = output.sum()
    trace(loss)
    watched = [weakref.ref(t) for t in (model, model[0], model[0].weight, output, loss)]
    del model, output, loss
    gc.collect()
    assert [ref() for ref in watched] == [None] * 5


def test_the_model_is_as_before() -> None:
    model = nn.Sequential(nn.utils.weight_norm(nn.Linear(4, 4)), nn.Tanh())
    before = [dict(module.__dict__) for module in model.modules()]
    apply = torch.autograd.Function.__dict__["apply"]
    with attribution(model):
        copied = copy.deepcopy(model[1])
        assert torch.equal(copied(torch.ones(2)), torch.ones(2).tanh())
    assert [list(m.__dict__) for m in model.modules()] == [list(names) for names in before]
    assert torch.autograd.Function.__dict__["apply"] is apply
    assert torch.equal(copied(torch.ones(2)), torch.ones(2).tanh())


def test_a_compiled_module_is_seen_as_eager_code() -> None:
    inner = nn.Sequential(nn.Linear(4, 4), nn.Tanh())
    model = nn.Sequential(torch.compile(inner, backend="aot_eager"))
    with attribution(model):
        loss = model(torch.randn(2, 4)).sum()
    graph = trace(loss)
    assert "TanhBackward0" in graph.names
    assert "eager" in graph.note
    assert graph.module(graph.names.index("TanhBackward0")).endswith(".1")


def test_lines_are_a_switch_of_the_session() -> None:
    session = Session()
    session.forward()
    assert not session.graph.lines
    session.machine.lines = True
    session.forward()
    graph = session.graph
    made = [node for node in graph.nodes if node.name != "AccumulateGrad"]
    assert all(node.line for node in made)
    assert made[0].line == "<output = net(input)>:2" or "loss" in made[0].line
    name, number = next(n.line for n in made if n.module == "conv1").split(":")
    text = linecache.getline(graph.files[name], int(number))
    assert "self.conv1(x)" in text


def test_what_is_kept_for_backward() -> None:
    session = Session()
    session.forward()
    message, told = observe.found(session.machine), observe.storages(session.machine)
    kept, sizes = told.saved.numpy(), told.storages.numpy()
    assert told.key == message.key
    assert len(kept) > 0
    relu = message.names.index("ReluBackward0")
    sizes_of = {int(sizes[s]) for n, s in kept if n == relu}
    assert sizes_of == {4 * int(np.prod(message.shapes[relu][0]))}
    own = {p.numel() * 4 for name, p in session.model.named_parameters() if "weight" in name}
    assert not own & set(sizes.tolist())


def test_a_view_that_is_made_anew_when_it_is_used() -> None:
    """Its base was written to through another view: its node is younger than the one using it."""

    class Writing(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.inner = nn.Linear(4, 4)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            y = self.inner(x)
            whole, part = y.view(8), y[:1]
            part.mul_(2)
            return whole[2:]

    model = Writing()
    with attribution(model):
        loss = model(torch.randn(2, 4)).sum()
    graph = trace(loss)
    younger = [
        graph.names[target]
        for source, target, _ in graph.edges
        if 0 <= graph.sequence[source] < graph.sequence[target]
    ]
    assert younger == ["AsStridedBackward0"], "torch does so no longer"
    assert graph.unattributed == 0
    assert {n.module for n in graph.nodes if n.sequence >= 0} == {"inner", "Writing", None}


class Seen(TorchFunctionMode):
    """Somebody else's mode, which notes the names of what is called."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def __torch_function__(self, func, types, args=(), kwargs=None):  # type: ignore[no-untyped-def]
        self.names.append(func.__name__)
        return func(*args, **(kwargs or {}))


def test_another_mode_sees_what_it_saw_before_and_lines_stay_known() -> None:
    def forward(model: nn.Module, x: torch.Tensor) -> torch.Tensor:
        return F.max_pool2d(F.relu(model(x)), 2).sum()

    x, model = torch.randn(1, 2, 8, 8), nn.Conv2d(2, 2, 3)
    with Seen() as alone:
        forward(model, x)
    for outside in (False, True):
        seen = Seen()
        watched = attribution(model)
        around, within = (seen, watched) if outside else (watched, seen)
        with around, within:
            loss = forward(model, x)
        assert set(alone.names) <= set(seen.names)
        nodes = [node for node in trace(loss).nodes if node.sequence >= 0]
        assert all(node.line is not None for node in nodes)


def test_torch_is_as_before() -> None:
    apply, model = torch.autograd.Function.__dict__["apply"], nn.Linear(2, 2)
    with attribution(model):
        assert F.handle_torch_function is not handle_torch_function
    assert F.handle_torch_function is handle_torch_function
    assert torch.autograd.Function.__dict__["apply"] is apply


def test_what_vmap_runs_is_attributed() -> None:
    """Modules hand out batched tensors there, behind which the graph's own are."""
    model = nn.Sequential(nn.Linear(4, 4), nn.Tanh())
    with attribution(model):
        loss = torch.func.vmap(model)(torch.randn(3, 4)).sum()
    made = {node.name: node.module for node in trace(loss).nodes}
    assert made["TanhBackward0"] == "1"
    assert made["MmBackward0"] == "0"
    assert made["SumBackward0"] is None


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_scripted_module_runs_as_before_and_is_left_open() -> None:
    model = nn.Sequential(
        torch.jit.trace(nn.Sequential(nn.Linear(4, 4), nn.Tanh()), torch.randn(2, 4)), nn.ELU()
    )
    x = torch.randn(2, 4)
    with attribution(model):
        output = model(x)
    assert torch.equal(output, model(x))
    made = {node.name: node.module for node in trace(output).nodes}
    assert made["EluBackward0"] == "1"
    assert made["TanhBackward0"] is not None
    assert not made["TanhBackward0"].startswith("0.")
