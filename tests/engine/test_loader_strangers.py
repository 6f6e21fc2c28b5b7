"""Files as tutorials and course notes have them: what stands beside the model is made use of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch

from gradwalk.engine.session import Session

from .loading import written

pytestmark = pytest.mark.usefixtures("nothing_stays_open")


HALF = """
class Half(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin, self.head = nn.Linear(4, 3), nn.LazyLinear(2)
    def forward(self, x, places=None):
        return self.lin(x) if places is None else self.head(self.lin(x))
"""


def test_a_lazy_layer_that_forward_leaves_out_disturbs_nothing(tmp_path: Path) -> None:
    session = Session(written(tmp_path, HALF))
    for verb in (session.forward, session.backward, session.step, session.forward, session.undo):
        verb()
    names: dict[str, Any] = {}
    exec(session.script(), names)
    assert torch.equal(names["net"].lin.weight, session.model.get_parameter("lin.weight"))


SETTINGS = """
from argparse import Namespace
class OtherConfig:
    width = 3
args = Namespace(width=5, depth=2)
target = 7
slopes = [1, 2]
scale = 2
class Net(nn.Module):
    def __init__(self, args, target: int, slopes: list[int], scale: float):
        super().__init__()
        sizes = [args.width] * args.depth + [target]
        self.layers = nn.Sequential(*[nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])
    def forward(self, x):
        return self.layers(x)
"""


def test_a_missing_argument_is_the_files_own_value_of_that_name(tmp_path: Path) -> None:
    session = Session(written(tmp_path, SETTINGS))
    session.forward()
    assert [tuple(p.shape) for p in session.model.parameters()] == [(5, 5), (5,), (7, 5), (7,)]
    names: dict[str, object] = {}
    exec(session.script(), names)
    assert torch.equal(names["loss"], session.loss)  # type: ignore[arg-type]


SEVERAL = """
class Tied(nn.Module):
    def __init__(self, inp, out):
        super().__init__()
        self.encoder = nn.Linear(inp, out, bias=False)
    def forward(self, x):
        return F.linear(self.encoder(x), self.encoder.weight.t())
class Convolutional(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3)
    def forward(self, x):
        return self.conv(x)
net = Convolutional()
"""


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        ("", "Convolutional"),
        ("inp=6, out=2", "Tied"),
        ('{"inp": 6, "out": 2}', "Tied"),
        ("[6, 2]", "Tied"),
    ],
)
def test_of_several_models_that_is_opened_which_takes_the_arguments(
    arguments: str, kind: str, tmp_path: Path
) -> None:
    session = Session(written(tmp_path, SEVERAL), arguments=arguments or None)
    assert type(session.model).__name__ == kind


RETURNED: dict[str, tuple[str, str]] = {
    "a part of the loss": ("kl = self.b.weight.sum()\n        return self.b(self.a(x)), kl", "[0]"),
    "by its own name": (
        "aux_loss = self.a(x).sum()\n        return self.b(self.a(x)), aux_loss",
        "[0]",
    ),
    "a temperature": ("return self.b(self.a(x)), None, self.scale.exp()", "[0]"),
    "a loss of all": ("y = self.b(self.a(x))\n        return y, y.square().mean()", "[1]"),
    "a loss by name": ("loss = self.a(x).sum()\n        return self.b(self.a(x)), loss", "[1]"),
}


@pytest.mark.parametrize("name", RETURNED)
def test_a_number_beside_the_output_is_only_taken_if_it_is_the_loss(
    name: str, tmp_path: Path
) -> None:
    statements, place = RETURNED[name]
    text = f"""
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(4, 4), nn.Linear(4, 3)
        self.scale = nn.Parameter(torch.ones(()))
    def forward(self, x):
        {statements}
"""
    session = Session(written(tmp_path, text))
    assert session.settings.own is not None
    assert session.settings.own.root == f"output{place}"


def test_parameters_whose_names_are_methods_of_a_module(tmp_path: Path) -> None:
    text = """
class Stack(nn.Module):
    def __init__(self):
        super().__init__()
        self.parts = nn.ModuleList([nn.Linear(4, 4), nn.Linear(4, 2)])
        self.parameters = nn.ParameterList([p for m in self.parts for p in m.parameters()])
    def forward(self, x):
        return self.parts[1](self.parts[0](x))
"""
    session = Session(written(tmp_path, text))
    session.forward()
    session.backward()
    session.step()
    names: dict[str, object] = {}
    exec(session.script(), names)
    for name, p in names["net"].named_parameters():  # type: ignore[attr-defined]
        assert torch.equal(p, dict(session.model.named_parameters())[name])


def test_a_model_that_the_file_has_made_is_opened_where_its_class_needs_arguments(
    tmp_path: Path,
) -> None:
    text = """
class Scaled(nn.Module):
    def __init__(self, factor):
        super().__init__()
        self.conv = nn.Conv2d(1, factor, 3)
    def forward(self, x):
        return self.conv(x)
criterion_loss = nn.BCELoss()
upscaler = Scaled(factor=3)
"""
    session = Session(written(tmp_path, text))
    assert session.settings.own is not None
    assert session.settings.own.target.endswith(":upscaler")
    assert session.model.conv.out_channels == 3  # type: ignore[union-attr]
