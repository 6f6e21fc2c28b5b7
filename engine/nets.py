"""The built-in nets, as a table: adding a net is adding one entry to NETS.

What runs here is what "Copy as Python" pastes: a net's class is written so that its source runs
on its own after the three imports below.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass

import torch
import torch.nn as nn
import torch.nn.functional as F

from .messages import DataName, LossName


class Net(nn.Module):
    # from https://docs.pytorch.org/tutorials/beginner/blitz/neural_networks_tutorial.html

    def __init__(self) -> None:
        super().__init__()
        # 1 input image channel, 6 output channels, 3x3 square convolution kernel
        self.conv1 = nn.Conv2d(1, 6, 3)
        self.conv2 = nn.Conv2d(6, 16, 3)
        # an affine operation: y = Wx + b
        self.fc1 = nn.Linear(16 * 6 * 6, 120)  # 6*6 from image dimension
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        # max pooling over a (2, 2) window
        x = F.max_pool2d(F.relu(self.conv1(x)), (2, 2))
        # if the size is a square, you can specify with a single number
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = torch.flatten(x, 1)  # flatten all dimensions except the batch dimension
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return self.fc3(x)  # type: ignore[no-any-return]


@dataclass(frozen=True)
class NetSpec:
    """How a net is made, and what fits it.

    Attributes
    ----------
    title : str
        One line for a person.
    statement : str
        The line that makes it, ``net = Net()``.
    source : str
        Text to paste before that line; empty if torch has all of it.
    sample : tuple of int
        Shape of one input without its batch dimension.
    outputs : int
        Numbers it gives per sample.
    fits : tuple of str
        The data it can take; the first is the default.
    loss : str
        The default loss.
    """

    title: str
    statement: str
    source: str
    sample: tuple[int, ...]
    outputs: int
    fits: tuple[DataName, ...]
    loss: LossName

    @property
    def data(self) -> DataName:
        """The default data."""
        return self.fits[0]


def _source(module: type[nn.Module]) -> str:
    """A class's source without what only the type checker reads."""
    return inspect.getsource(module).replace("  # type: ignore[no-any-return]", "")


NETS: dict[str, NetSpec] = {
    "net": NetSpec(
        title="Net: two convolutions and three linear layers",
        statement="net = Net()",
        source=_source(Net),
        sample=(1, 32, 32),
        outputs=10,
        fits=("random", "digits"),
        loss="mse",
    ),
    "neuron": NetSpec(
        title="One neuron: a linear layer from one number to one number",
        statement="net = nn.Linear(1, 1)",
        source="",
        sample=(1,),
        outputs=1,
        fits=("three", "random"),
        loss="sum",
    ),
}
