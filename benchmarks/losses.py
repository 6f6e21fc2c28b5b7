"""Losses of well-known shapes, and what the engine tells the window of the graph behind one.

As a program it is the engine's side of `picture`: when it is asked it makes another loss, and at
once writes the graph behind it as the engine would.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import torch
from torch import nn

from gradwalk.engine import observe
from gradwalk.engine.attribution import ModuleCalls
from gradwalk.engine.buffers import Buffers
from gradwalk.engine.members import tensors_of
from gradwalk.engine.messages import encode
from gradwalk.engine.roots import Roots, Walked
from gradwalk.engine.source import Source

STACK = 256 << 20
"""Bytes, as the engine's thread has: torch frees a deep graph that was walked recursively."""


class Bottleneck(nn.Module):
    """ResNet's block of three convolutions."""

    def __init__(self, wide: int, inner: int, stride: int) -> None:
        super().__init__()
        out = 4 * inner
        self.conv1, self.bn1 = nn.Conv2d(wide, inner, 1, bias=False), nn.BatchNorm2d(inner)
        self.conv2 = nn.Conv2d(inner, inner, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(inner)
        self.conv3, self.bn3 = nn.Conv2d(inner, out, 1, bias=False), nn.BatchNorm2d(out)
        self.relu = nn.ReLU(inplace=True)
        self.downsample: nn.Module | None = None
        if stride > 1 or wide != out:
            side = nn.Conv2d(wide, out, 1, stride, bias=False)
            self.downsample = nn.Sequential(side, nn.BatchNorm2d(out))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The block, and what goes around it."""
        out = self.relu(self.bn1(self.conv1(x)))
        out = self.relu(self.bn2(self.conv2(out)))
        side = x if self.downsample is None else self.downsample(x)
        result: torch.Tensor = self.relu(self.bn3(self.conv3(out)) + side)
        return result


def resnet152() -> tuple[nn.Module, torch.Tensor]:
    """The net, narrow so that it is quick, and a batch of two small images."""
    layers: list[nn.Module] = [
        nn.Conv2d(3, 8, 7, 2, 3, bias=False), nn.BatchNorm2d(8), nn.ReLU(inplace=True),
        nn.MaxPool2d(3, 2, 1),
    ]  # fmt: skip
    wide = 8
    for stage, blocks in enumerate((3, 8, 36, 3)):
        inner, made = 8 * 2**stage, []
        for block in range(blocks):
            made.append(Bottleneck(wide, inner, 2 if stage and not block else 1))
            wide = 4 * inner
        layers.append(nn.Sequential(*made))
    layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(wide, 10)]
    return nn.Sequential(*layers), torch.randn(2, 3, 64, 64)


class Unrolled(nn.Module):
    """One LSTMCell at many time steps."""

    def __init__(self) -> None:
        super().__init__()
        self.cell = nn.LSTMCell(8, 16)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The last hidden state of (steps, batch, 8) inputs."""
        hidden = memory = x.new_zeros(x.shape[1], 16)
        for step in x:
            hidden, memory = self.cell(step, (hidden, memory))
        return hidden


def unrolled(steps: int) -> tuple[nn.Module, torch.Tensor]:
    """The cell, and a sequence of so many steps."""
    return Unrolled(), torch.randn(steps, 2, 8)


NETS: dict[str, Callable[[], tuple[nn.Module, torch.Tensor]]] = {
    "ResNet-152": resnet152,
    "LSTMCell × 100": lambda: unrolled(100),
    "LSTMCell × 500": lambda: unrolled(500),
    "LSTMCell × 7,000": lambda: unrolled(7_000),
}


class Engine:
    """What `observe` asks of a session's machine, for one net."""

    def __init__(self, name: str) -> None:
        self.model, self._input = NETS[name]()
        self._space: dict[str, Any] = {"net": self.model}
        text = "output = net(input)\nloss = output.sum()"
        self.roots = Roots(Source("", lambda _settings, _first: "", (), text), self._space)
        self.calls: ModuleCalls | None = None
        self.iteration, self.backwards, self.flow, self.closed = 0, 0, None, False

    def forward(self) -> None:
        """A new loss, its module calls recorded as always."""
        self.roots.forget()
        self.calls = ModuleCalls(self.model)
        with self.calls:
            self._space["output"] = self.model(self._input)
            self._space["loss"] = self._space["output"].sum()
        self.iteration += 1

    def walked(self) -> Walked | None:
        """The graph of torch's nodes."""
        return self.roots.walked()

    def buffers(self, walked: Walked) -> Buffers:
        """What its nodes have saved."""
        if walked.buffers is None:
            walked.buffers = Buffers(walked.nodes, tensors_of(self.model))
        return walked.buffers

    def told(self) -> Iterator[bytes]:
        """The frames of the graph, its states and storages, as sent after a forward."""
        machine: Any = self
        graph, walked = observe.graph(machine), self.walked()
        assert graph is not None and walked is not None
        yield encode(
            msgspec.structs.replace(graph.message(), root_names=walked.names, storages_follow=True)
        )
        flow = observe.flow(machine)
        assert flow is not None
        yield encode(flow)
        storages = observe.storages(machine)
        assert storages is not None
        yield encode(storages)

    def by_torchviz(self) -> float:
        """Seconds that torchviz takes for the loss's picture."""
        from torchviz import make_dot  # type: ignore[import-untyped]

        start = time.perf_counter()
        make_dot(self._space["loss"], dict(self.model.named_parameters())).pipe("svg")
        return time.perf_counter() - start


def serve(engine: Engine) -> None:
    """For two lines that come in: a loss and its graph's frames, then a line of JSON about them.

    `start` in it is when the loss was there, on the clock of all processes.
    """
    for _ in sys.stdin:
        engine.forward()
        start, sent = time.perf_counter(), 0
        for frame in engine.told():
            view = memoryview(frame)
            while view:
                view = view[os.write(sys.stdout.fileno(), view) :]
            sent += len(frame)
        about = {"start": start, "seconds": time.perf_counter() - start, "bytes": sent}
        sys.stdin.readline()
        print(json.dumps(about), flush=True)


def main() -> None:
    """`NAME` serves; `NAME torchviz` prints the seconds that torchviz takes."""
    torch.manual_seed(0)
    engine = Engine(sys.argv[1])
    if sys.argv[2:] == ["torchviz"]:
        engine.forward()
        engine.by_torchviz()  # the first one imports and warms
        engine.forward()
        print(engine.by_torchviz())
    else:
        serve(engine)


if __name__ == "__main__":
    threading.stack_size(STACK)
    worker = threading.Thread(target=main)
    worker.start()
    worker.join()
