"""A net that the file makes itself, in double precision, and names like a session's own."""

import torch
import torch.nn as nn

torch.set_default_dtype(torch.float64)

net = nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 1))
target = torch.zeros(4, 1)


def loss(output, target):
    return (output - target).abs().mean()


def batch():
    return torch.rand(4, 3), torch.ones(4, 1)


if __name__ == "__main__":
    raise SystemExit("this is no program")
