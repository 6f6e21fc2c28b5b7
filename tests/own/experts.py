# ruff: noqa: NPY002
"""A mixture of experts: who is asked changes at every step, by three kinds of chance."""

import random

import numpy as np
import torch
from torch import nn


class Experts(nn.Module):
    def __init__(self, count=4):
        super().__init__()
        self.gate = nn.Parameter(torch.randn(6, count) * random.random())
        self.w1 = nn.Parameter(torch.randn(count, 6, 6) * float(np.random.rand()))
        self.calls = 0

    def forward(self, x):
        self.calls += 1
        scores = (x @ self.gate).softmax(-1)
        chosen = int(np.random.randint(4)) if self.calls % 2 else random.randrange(4)
        best = scores.argmax(-1)
        routed = torch.stack([x[i] @ self.w1[k] for i, k in enumerate(best.tolist())])
        return routed + scores[:, chosen : chosen + 1] * torch.rand(1)
