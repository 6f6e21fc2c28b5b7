"""Small models in plain torch that show every structure a graph can have, for any test.

`MODELS[name]()` gives a model and the arguments of its forward; `loss_of` makes a scalar of what
it returns.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils import parametrizations, parametrize
from torch.utils.checkpoint import checkpoint

Case = tuple[nn.Module, tuple[Any, ...]]
MODELS: dict[str, Callable[[], Case]] = {}


def model(make: Callable[[], Case]) -> Callable[[], Case]:
    """Put a function that makes a case into the table, seeded."""

    def seeded() -> Case:
        torch.manual_seed(0)
        return make()

    MODELS[make.__name__] = seeded
    return seeded


def loss_of(output: Any) -> torch.Tensor:
    """A real scalar of all tensors in an output."""
    if isinstance(output, torch.Tensor):
        values = output.to_dense() if output.is_sparse else output
        values = values.abs() if values.is_complex() else values
        return values.float().pow(2).mean()
    parts = output.values() if isinstance(output, dict) else output
    return sum(loss_of(part) for part in parts if part is not None)  # type: ignore[return-value]


class Residual(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.relu = nn.ReLU(inplace=True)
        self.conv2 = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        out = self.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        out += x
        return self.relu(out)


class ResNet(nn.Module):
    def __init__(self, blocks: int = 3, width: int = 4) -> None:
        super().__init__()
        self.stem = nn.Conv2d(3, width, 3, padding=1)
        self.blocks = nn.Sequential(*(Residual(width) for _ in range(blocks)))
        self.fc = nn.Linear(width, 5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.blocks(F.relu(self.stem(x)))
        return self.fc(torch.flatten(F.adaptive_avg_pool2d(x, 1), 1))


@model
def resnet() -> Case:
    return ResNet(), (torch.randn(2, 3, 8, 8),)


@model
def densenet() -> Case:
    class Dense(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layers = nn.ModuleList(nn.Conv2d(3 + 4 * i, 4, 3, padding=1) for i in range(4))

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            for layer in self.layers:
                x = torch.cat([x, layer(F.relu(x))], 1)
            return x

    return Dense(), (torch.randn(2, 3, 8, 8),)


@model
def lstm() -> Case:
    return nn.LSTM(3, 4, num_layers=2, bidirectional=True), (torch.randn(5, 2, 3),)


@model
def lstm_cell() -> Case:
    class Unrolled(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.cell = nn.LSTMCell(3, 4)
            self.head = nn.Linear(4, 2)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            h = c = x.new_zeros(x.shape[1], 4)
            for step in x:
                h, c = self.cell(step, (h, c))
            return self.head(h)

    return Unrolled(), (torch.randn(6, 2, 3),)


@model
def transformer() -> Case:
    net = nn.Transformer(8, 2, 2, 2, 16, batch_first=True)
    return net, (torch.randn(2, 5, 8), torch.randn(2, 4, 8))


@model
def graph_net() -> Case:
    class Message(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.message = nn.Linear(6, 3)
            self.update = nn.GRUCell(3, 3)

        def forward(self, x: torch.Tensor, source: torch.Tensor, to: torch.Tensor) -> torch.Tensor:
            for _ in range(3):
                sent = self.message(torch.cat([x[source], x[to]], 1)).relu()
                x = self.update(torch.zeros_like(x).index_add(0, to, sent), x)
            return x

    return Message(), (torch.randn(4, 3), torch.tensor([0, 1, 2, 3]), torch.tensor([1, 2, 3, 0]))


@model
def unet() -> Case:
    class UNet(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.down1, self.down2 = nn.Conv2d(1, 4, 3, padding=1), nn.Conv2d(4, 8, 3, padding=1)
            self.time = nn.Sequential(nn.Linear(4, 8), nn.SiLU(), nn.Linear(8, 8))
            self.norm = nn.GroupNorm(2, 8)
            self.up = nn.ConvTranspose2d(8, 4, 2, 2)
            self.out = nn.Conv2d(8, 1, 3, padding=1)

        def forward(self, x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
            a = F.silu(self.down1(x))
            angle = t[:, None] * torch.tensor([1.0, 0.1])
            b = self.down2(F.max_pool2d(a, 2))
            b = F.silu(
                self.norm(b + self.time(torch.cat([angle.sin(), angle.cos()], 1))[..., None, None])
            )
            return self.out(torch.cat([self.up(b), a], 1))

    return UNet(), (torch.randn(2, 1, 8, 8), torch.rand(2))


@model
def gan() -> Case:
    class Gan(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.generator = nn.Sequential(nn.Linear(2, 8), nn.LeakyReLU(0.2), nn.Linear(8, 3))
            self.discriminator = nn.Sequential(nn.Linear(3, 8), nn.LeakyReLU(0.2), nn.Linear(8, 1))

        def forward(self, z: torch.Tensor, real: torch.Tensor) -> tuple[torch.Tensor, ...]:
            fake = self.generator(z)
            return (
                F.softplus(-self.discriminator(fake)),
                F.softplus(self.discriminator(fake.detach()))
                + F.softplus(-self.discriminator(real)),
            )

    return Gan(), (torch.randn(4, 2), torch.randn(4, 3))


@model
def mixture() -> Case:
    class Mixture(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.gate = nn.Linear(4, 3)
            self.experts = nn.ModuleList(
                nn.Sequential(nn.Linear(4, 4), nn.GELU()) for _ in range(3)
            )

        def forward(self, x: torch.Tensor) -> dict[str, torch.Tensor]:
            weight = self.gate(x).softmax(-1)
            best, which = weight.max(-1)
            out = torch.zeros_like(x)
            for k, expert in enumerate(self.experts):
                (rows,) = torch.where(which == k)
                if len(rows):
                    out[rows] = best[rows, None] * expert(x[rows])
            return {"out": out, "balance": weight.mean(0).pow(2).sum()}

    return Mixture(), (torch.randn(9, 4),)


@model
def tied() -> Case:
    class Tied(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.words = nn.Embedding(7, 4)
            self.layer = nn.Linear(4, 4)
            self.head = nn.Linear(4, 7, bias=False)
            self.head.weight = self.words.weight

        def forward(self, tokens: torch.Tensor) -> torch.Tensor:
            return self.head(self.layer(self.layer(self.words(tokens)).tanh()))

    return Tied(), (torch.tensor([[1, 2, 3]]),)


class Checkpointed(nn.Module):
    def __init__(self, reentrant: bool) -> None:
        super().__init__()
        self.reentrant = reentrant
        self.first = nn.Linear(4, 4)
        self.blocks = nn.ModuleList(
            nn.Sequential(nn.Linear(4, 4), nn.Dropout(0.1), nn.Tanh()) for _ in range(2)
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.first(x)
        for block in self.blocks:
            x = checkpoint(block, x, use_reentrant=self.reentrant)
        return x * 2


@model
def checkpointed() -> Case:
    return Checkpointed(reentrant=False), (torch.randn(3, 4),)


@model
def checkpointed_reentrant() -> Case:
    return Checkpointed(reentrant=True), (torch.randn(3, 4),)


class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: torch.Tensor) -> torch.Tensor:
        ctx.save_for_backward(x)
        return x * x.sigmoid()

    @staticmethod
    def backward(ctx: Any, gradient: torch.Tensor) -> torch.Tensor:
        (x,) = ctx.saved_tensors
        s = x.sigmoid()
        return gradient * s * (1 + x * (1 - s))


@model
def custom_function() -> Case:
    class Layer(nn.Module):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return Swish.apply(x)

    return nn.Sequential(nn.Linear(3, 3), Layer(), nn.Linear(3, 3), Layer()), (torch.randn(2, 3),)


@model
def views_in_place() -> Case:
    class Views(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layer = nn.Linear(4, 4)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            y = self.layer(x)
            y[0].mul_(2)
            first, second = y.view(2, 2, 4).unbind(1)
            z = first * 1
            z[:, 1:] += second[:, 1:]
            z.relu_()
            return torch.cat([z, self.layer.forward(z)])

    return Views(), (torch.randn(4, 4),)


@model
def complex_numbers() -> Case:
    class Spectral(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.weight = nn.Parameter(torch.randn(3, 5, dtype=torch.complex64))
            self.mix = nn.Linear(3, 3)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            spectrum = torch.fft.rfft(x) * self.weight
            return self.mix(torch.fft.irfft(spectrum, n=8).transpose(1, 2)) + spectrum.abs().mean()

    return Spectral(), (torch.randn(2, 3, 8),)


@model
def autocast() -> Case:
    class Mixed(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layers = nn.Sequential(
                nn.Linear(4, 8), nn.LayerNorm(8), nn.ReLU(), nn.Linear(8, 2)
            )

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            with torch.autocast("cpu", torch.bfloat16):
                return self.layers(x)

    return Mixed(), (torch.randn(3, 4),)


@model
def sparse_embedding() -> Case:
    net = nn.Sequential(nn.EmbeddingBag(9, 4, sparse=True, mode="mean"), nn.Linear(4, 2))
    return net, (torch.tensor([[1, 2], [3, 3]]),)


@model
def fake_quantized() -> Case:
    class Quantized(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layer = nn.Linear(4, 4)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            weight = torch.fake_quantize_per_tensor_affine(self.layer.weight, 0.1, 0, -128, 127)
            y = F.linear(x, weight, self.layer.bias)
            return torch.fake_quantize_per_tensor_affine(y, 0.05, 0, -128, 127)

    return Quantized(), (torch.randn(2, 4),)


@model
def parametrized() -> Case:
    class Symmetric(nn.Module):
        def forward(self, weight: torch.Tensor) -> torch.Tensor:
            return weight.triu() + weight.triu(1).T

    layer = nn.Linear(4, 4)
    parametrize.register_parametrization(layer, "weight", Symmetric())
    return nn.Sequential(layer, parametrizations.weight_norm(nn.Linear(4, 4))), (torch.randn(2, 4),)


@model
def old_weight_norm() -> Case:
    with_hook = torch.nn.utils.weight_norm(nn.Linear(4, 4))
    return nn.Sequential(with_hook, nn.Tanh()), (torch.randn(2, 4),)


@model
def gradient_inside() -> Case:
    class Energy(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.net = nn.Sequential(nn.Linear(3, 8), nn.Tanh(), nn.Linear(8, 1))

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            x = x.detach().requires_grad_()
            energy = self.net(x).sum()
            (force,) = torch.autograd.grad(energy, x, create_graph=True)
            return force

    return Energy(), (torch.randn(5, 3),)


@model
def without_gradient_inside() -> Case:
    class Frozen(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.encoder = nn.Sequential(nn.Linear(3, 3), nn.ReLU())
            self.head = nn.Linear(3, 2)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            with torch.no_grad():
                x = self.encoder(x)
            return self.head(self.head.forward(x)[:, :1].expand(-1, 3))

    return Frozen(), (torch.randn(5, 3),)
