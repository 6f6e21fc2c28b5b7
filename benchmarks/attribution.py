"""A forward with attribution beside the same forward without: modules alone, and source lines too.

Everything is counted in: watching begins and ends with each forward.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from statistics import median

import torch
import torch.nn.functional as F
from torch import nn

from gradwalk.engine.attribution import ModuleCalls
from gradwalk.engine.nets import Net

from .measure import table


class Block(nn.Module):
    """Attention and a perceptron, each with a normalisation before and a sum after."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm1 = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm2 = nn.LayerNorm(width)
        self.up = nn.Linear(width, 4 * width)
        self.gelu = nn.GELU(approximate="tanh")
        self.down = nn.Linear(4 * width, width)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        batch, time, width = x.shape
        q, k, v = self.qkv(self.norm1(x)).split(width, 2)
        q, k, v = (t.view(batch, time, self.heads, -1).transpose(1, 2) for t in (q, k, v))
        mixed = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.out(mixed.transpose(1, 2).reshape(batch, time, width))
        return x + self.down(self.gelu(self.up(self.norm2(x))))  # type: ignore[no-any-return]


class GPT(nn.Module):
    """A model like GPT-2: 4 layers of width 512."""

    def __init__(self, layers: int = 4, width: int = 512, words: int = 1000) -> None:
        super().__init__()
        self.words = nn.Embedding(words, width)
        self.places = nn.Embedding(128, width)
        self.blocks = nn.ModuleList(Block(width, 8) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, words, bias=False)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        x = self.words(tokens) + self.places(torch.arange(tokens.shape[1]))
        for block in self.blocks:
            x = block(x)
        return self.head(self.norm(x))  # type: ignore[no-any-return]


Way = Callable[[nn.Module], AbstractContextManager[object]]
WAYS: dict[str, Way] = {
    "plain": lambda _model: nullcontext(),
    "modules": ModuleCalls,
    "modules and lines": lambda model: ModuleCalls(model, lines=True),
}


def measured(model: nn.Module, x: torch.Tensor, rounds: int) -> dict[str, float]:
    """Median seconds of a forward, each way; the ways take turns and change their order."""
    seconds: dict[str, list[float]] = {name: [] for name in WAYS}
    names = list(WAYS)
    for turn in range(rounds + 3):
        for name in names[turn % 3 :] + names[: turn % 3]:
            start = time.perf_counter()
            with WAYS[name](model):
                output = model(x)
            taken = time.perf_counter() - start
            del output
            if turn >= 3:  # the first rounds warm up
                seconds[name].append(taken)
    return {name: median(every) for name, every in seconds.items()}


def run(rounds: int = 5) -> str:
    """The table, on one thread of torch's."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    cases: list[tuple[str, nn.Module, torch.Tensor, int]] = [
        ("the tutorial's Net, batch 8", Net(), torch.randn(8, 1, 32, 32), 100 * rounds),
        (
            "like GPT-2: 4 layers, width 512, 4 × 128 tokens",
            GPT(),
            torch.randint(1000, (4, 128)),
            4 * rounds,
        ),
    ]
    rows = []
    try:
        for title, model, x, count in cases:
            found = measured(model, x, count)
            plain = found["plain"]
            ratios = [f"{found[name] / plain:.3f}×" for name in list(WAYS)[1:]]
            rows.append((title, f"{plain * 1e3:.2f}", *ratios))
    finally:
        torch.set_num_threads(threads)
    header = ("forward of", "plain, ms", *list(WAYS)[1:])
    return table("Attribution", header, rows)


if __name__ == "__main__":
    print(run())
