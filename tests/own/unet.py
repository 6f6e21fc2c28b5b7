"""A small UNet with a time step, as diffusion models have it."""

import math

import torch
from torch import nn


def embedding(t, width):
    rates = torch.exp(torch.arange(width // 2) * (-math.log(1e4) / (width // 2)))
    angles = t[:, None] * rates
    return torch.cat([angles.sin(), angles.cos()], 1)


class UNet(nn.Module):
    def __init__(self, width=8):
        super().__init__()
        self.time = nn.Sequential(nn.Linear(width, width), nn.SiLU(), nn.Linear(width, width))
        self.inc = nn.Conv2d(1, width, 3, padding=1)
        self.down = nn.Conv2d(width, width, 3, 2, 1)
        self.norm = nn.GroupNorm(2, width)
        self.up = nn.ConvTranspose2d(width, width, 2, 2)
        self.out = nn.Conv2d(2 * width, 1, 1)
        self.width = width

    def forward(self, x, t):
        first = self.inc(x) + self.time(embedding(t, self.width))[:, :, None, None]
        second = torch.nn.functional.silu(self.norm(self.down(first)))
        return self.out(torch.cat([first, self.up(second)], 1))


def diffusion_loss(net, x):
    t = torch.randint(0, 100, (len(x),))
    noise = torch.randn_like(x)
    return torch.nn.functional.mse_loss(net(x + noise, t), noise)


def images():
    return torch.randn(2, 1, 8, 8)
