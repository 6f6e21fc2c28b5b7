"""Files as tutorials and course notes have them: what stands beside the model is made use of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from gradwalk.engine.loader.places import activate
from gradwalk.engine.session import Session


@pytest.fixture(autouse=True)
def nothing_stays_open() -> Iterator[None]:
    yield
    activate(None)


def written(folder: Path, text: str) -> str:
    path = folder / "model.py"
    path.write_text(f"import torch\nfrom torch import nn\nimport torch.nn.functional as F\n{text}")
    return str(path)


SETTINGS = """
from argparse import Namespace
class OtherConfig:
    width = 3
args = Namespace(width=5, depth=2)
target = 7
class Net(nn.Module):
    def __init__(self, args, target):
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


GUESSED: dict[str, tuple[str, str]] = {
    "the two halves of a state apart": (
        """
class Decoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(9, 4)
        self.rnn = nn.LSTM(4, 6, 2)
        self.out = nn.Linear(6, 9)
    def forward(self, input, hidden, cell):
        output, (hidden, cell) = self.rnn(self.embedding(input.unsqueeze(0)), (hidden, cell))
        return self.out(output.squeeze(0)), hidden, cell
""",
        "1:int64:0..8,2x1x6,2x1x6",
    ),
    "a cell by hand": (
        """
class Cell(nn.Module):
    def __init__(self, input_size=4, hidden_size=6):
        super().__init__()
        self.hidden_size = hidden_size
        self.lin = nn.Linear(input_size + hidden_size, 4 * hidden_size)
    def forward(self, x, h, c):
        i, f, g, o = self.lin(torch.cat([x, h], -1)).chunk(4, -1)
        c = f.sigmoid() * c + i.sigmoid() * g.tanh()
        return o.sigmoid() * c.tanh(), c
""",
        "1x4,1x6,1x6",
    ),
    "steps before the batch": (
        """
class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.q, self.k, self.v = nn.Linear(8, 8), nn.Linear(8, 8), nn.Linear(8, 8)
    def forward(self, query, key, value):
        steps, batch, _ = query.shape
        score = torch.einsum('ibd,jbd->ijb', self.q(query), self.k(key))
        return torch.einsum('ijb,jbd->ibd', score.softmax(1), self.v(value))
""",
        "1x16x8,1x16x8,1x16x8",
    ),
    "weights of a convolution alone": (
        """
class Tied(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.randn(4, 2, 3, 3))
    def forward(self, x):
        return F.conv_transpose2d(F.conv2d(x, self.w, padding=1), self.w, padding=1)
""",
        "1x2x32x32",
    ),
    "distances that are joined": (
        """
class Ranked(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(5, 1, 1)
    def forward(self, d0, d1):
        return self.conv(torch.cat([d0, d1, d0 - d1, d0 * d1, d0 + d1], 1))
""",
        "1x1x32x32,1x1x32x32",
    ),
    "sides that the model says": (
        """
class Fixed(nn.Module):
    def __init__(self, in_size=(48, 40)):
        super().__init__()
        self.in_size = in_size
        self.conv = nn.Conv2d(3, 2, 3, padding=1)
        self.scale = nn.Parameter(torch.ones(*in_size))
    def forward(self, x):
        return self.conv(x) * self.scale
""",
        "1x3x48x40",
    ),
    "a video": (
        """
class Video(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(3 * 4 * 32 * 32, 2)
    def forward(self, video):
        b, f, _, h, w = video.shape
        return self.lin(video.flatten(1))
""",
        "1x4x3x32x32",
    ),
}


@pytest.mark.parametrize("name", GUESSED)
def test_inputs_are_found_that_fit(name: str, tmp_path: Path) -> None:
    text, inputs = GUESSED[name]
    session = Session(written(tmp_path, text))
    assert session.settings.own is not None
    assert session.settings.own.inputs == inputs
    session.forward()
    session.backward()


SEVERAL_IN: dict[str, tuple[str, str]] = {
    "views that are joined": (
        "def forward(self, views):\n        return self.lin(torch.cat(views, dim=0))",
        "views[0]=1x4,views[1]=1x4",
    ),
    "a pair taken apart": (
        "def forward(self, data):\n        a, b = data\n        return self.lin(a) + b.mean()",
        "data[0]=1x4,data[1]=1x2",
    ),
    "a list of forward's own": (
        "def forward(self, x):\n        x = [self.lin(x), x[:, :2]]\n        return torch.cat(x)",
        "1x4",
    ),
    "a call instead of forward": ("def __call__(self, x):\n        return self.lin(x)", "1x4"),
}


@pytest.mark.parametrize("name", SEVERAL_IN)
def test_what_forward_does_with_a_parameter_tells_what_it_is(name: str, tmp_path: Path) -> None:
    forward, inputs = SEVERAL_IN[name]
    text = f"""
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(4, 2)
    {forward}
"""
    session = Session(written(tmp_path, text))
    assert session.settings.own is not None
    assert session.settings.own.inputs == inputs
    session.forward()
    session.backward()
    assert all(p.grad is not None for p in session.model.parameters())
