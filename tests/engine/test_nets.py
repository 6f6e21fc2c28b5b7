"""The built-in nets are the tutorial's, and their source runs on its own."""

from __future__ import annotations

import pytest
import torch

from gradwalk.engine import messages
from gradwalk.engine.nets import NETS

IMPORTS = "import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n"
TUTORIAL = [
    ("conv1.weight", (6, 1, 3, 3)),
    ("conv1.bias", (6,)),
    ("conv2.weight", (16, 6, 3, 3)),
    ("conv2.bias", (16,)),
    ("fc1.weight", (120, 576)),
    ("fc1.bias", (120,)),
    ("fc2.weight", (84, 120)),
    ("fc2.bias", (84,)),
    ("fc3.weight", (10, 84)),
    ("fc3.bias", (10,)),
]


def built(name: str) -> torch.nn.Module:
    """The net, made as the copied script makes it."""
    spec = NETS[name]
    names: dict[str, object] = {}
    exec(IMPORTS + spec.source + "\n" + spec.statement, names)
    net = names["net"]
    assert isinstance(net, torch.nn.Module)
    return net


def test_every_net_of_the_protocol_has_an_entry() -> None:
    assert tuple(NETS) == messages.NETS


@pytest.mark.parametrize("name", NETS)
def test_a_net_runs_from_its_text_alone(name: str) -> None:
    spec = NETS[name]
    assert built(name)(torch.randn(2, *spec.sample)).shape == (2, spec.outputs)
    assert spec.data in messages.DATA
    assert spec.loss in messages.LOSSES


def test_net_is_the_tutorials() -> None:
    parameters = [(name, tuple(p.shape)) for name, p in built("net").named_parameters()]
    assert parameters == TUTORIAL


def test_net_needs_a_mini_batch() -> None:
    with pytest.raises(RuntimeError, match="shapes cannot be multiplied"):
        built("net")(torch.randn(1, 32, 32))


def test_the_neuron_counts_by_eye() -> None:
    net = built("neuron")
    weight = net.get_parameter("weight")
    for times in (1, 2, 3):
        net(torch.full((1, 1), 3.0)).sum().backward()
        assert weight.grad is not None
        assert weight.grad.item() == 3.0 * times
