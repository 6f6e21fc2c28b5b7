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
