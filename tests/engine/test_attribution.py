"""Every node knows the module call that made it."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from gradwalk import Session, attribution, trace


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
