"""The engine's part of a first picture: prints what finding and sending a loss's graph takes.

`python -m benchmarks.picture_engine NAME FILE` makes a net of that name, and leaves the message
that a window would receive in FILE. With torchviz and Graphviz at hand it times them too.
"""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import threading
import time
from collections.abc import Callable
from importlib.util import find_spec
from statistics import median
from typing import Any

import torch
from torch import nn

import gradwalk
from gradwalk.engine import messages

STACK = 256 << 20
"""Bytes: torch frees a deep graph that was walked recursively."""

PATIENCE = 60
"""Seconds that torchviz gets."""

ROUNDS = 5


class Bottleneck(nn.Module):
    """Three convolutions beside a shortcut."""

    def __init__(self, channels: int, width: int, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(channels, width, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, 4 * width, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(4 * width)
        self.relu = nn.ReLU(inplace=True)
        self.downsample = None
        if stride > 1 or channels != 4 * width:
            short = nn.Conv2d(channels, 4 * width, 1, stride, bias=False)
            self.downsample = nn.Sequential(short, nn.BatchNorm2d(4 * width))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The block's output."""
        y = self.relu(self.bn1(self.conv1(x)))
        y = self.bn3(self.conv3(self.relu(self.bn2(self.conv2(y)))))
        return self.relu(y + (x if self.downsample is None else self.downsample(x)))


class ResNet(nn.Module):
    """The shape of ResNet-152, narrow: its graph is as large, its forward quick."""

    def __init__(self, width: int = 4) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        channels, stages = width, []
        for stage, blocks in enumerate((3, 8, 36, 3)):
            inner = width * 2**stage
            row = []
            for block in range(blocks):
                row.append(Bottleneck(channels, inner, 2 if stage and not block else 1))
                channels = 4 * inner
            stages.append(nn.Sequential(*row))
        self.layer1, self.layer2, self.layer3, self.layer4 = stages
        self.fc = nn.Linear(channels, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Ten numbers a sample."""
        x = torch.max_pool2d(torch.relu(self.bn1(self.conv1(x))), 3, 2, 1)
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        out: torch.Tensor = self.fc(x.mean((2, 3)))
        return out


class Unrolled(nn.Module):
    """An LSTM cell over so many steps."""

    def __init__(self, steps: int) -> None:
        super().__init__()
        self.cell = nn.LSTMCell(4, 8)
        self.steps = steps

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The last hidden state."""
        h, c = torch.zeros(1, 8), torch.zeros(1, 8)
        for _ in range(self.steps):
            h, c = self.cell(x, (h, c))
        return h


NETS: dict[str, tuple[str, Callable[[], tuple[nn.Module, torch.Tensor]]]] = {
    "resnet": ("ResNet-152", lambda: (ResNet(), torch.randn(1, 3, 64, 64))),
    "lstm100": ("LSTMCell × 100", lambda: (Unrolled(100), torch.randn(1, 4))),
    "lstm500": ("LSTMCell × 500", lambda: (Unrolled(500), torch.randn(1, 4))),
    "lstm7000": ("LSTMCell × 7,000", lambda: (Unrolled(7_000), torch.randn(1, 4))),
}


def measured(name: str, path: str) -> dict[str, Any]:
    """Seconds from a loss to the bytes that go to the window, and of torchviz; see the module."""
    net, x = NETS[name][1]()
    seconds = []
    for _ in range(ROUNDS):
        with gradwalk.attribution(net, lines=False):
            loss = net(x).sum()
        start = time.perf_counter()
        graph = gradwalk.trace(loss)
        data = messages.encode(graph.message())
        seconds.append(time.perf_counter() - start)
    with open(path, "wb") as file:
        file.write(data)
    found = {"seconds": median(seconds), "nodes": len(graph.nodes)}
    del loss
    return found | {"torchviz": None if len(graph.nodes) > 20_000 else _torchviz(net, x)}


def _torchviz(net: nn.Module, x: torch.Tensor) -> float | None:
    """Seconds of `make_dot(loss).pipe("svg")`; None if it is missing or does not finish."""
    if find_spec("torchviz") is None or shutil.which("dot") is None:
        return None
    import torchviz

    loss = net(x).sum()
    start = time.perf_counter()
    try:
        torchviz.make_dot(loss, dict(net.named_parameters())).pipe("svg")
    except (TimeoutError, RecursionError):
        return None
    return time.perf_counter() - start


def _give_up(*_: object) -> None:
    raise TimeoutError


def main() -> None:
    """Measure one net in a thread that may free deep graphs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=NETS)
    parser.add_argument("file")
    given = parser.parse_args()
    torch.set_num_threads(1)
    if len(given.name) < 8:  # in the main thread, where an alarm can end it
        signal.signal(signal.SIGALRM, _give_up)
        signal.alarm(PATIENCE)
        print(json.dumps(measured(given.name, given.file)))
        return
    threading.stack_size(STACK)
    told: list[dict[str, Any]] = []
    worker = threading.Thread(target=lambda: told.append(measured(given.name, given.file)))
    worker.start()
    worker.join()
    print(json.dumps(told[0]))


if __name__ == "__main__":
    main()
