# Multilayer perceptron
# Linear layers with ReLU in between: one straight path, and every weight waits beside its layer.

# %% definitions
import torch
import torch.nn.functional as F
from torch import nn


class MLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.second, self.third = nn.Linear(2, 32), nn.Linear(32, 32), nn.Linear(32, 2)

    def forward(self, x):
        x = F.relu(self.first(x))
        x = F.relu(self.second(x))
        return self.third(x)


# %% net
torch.manual_seed(0)
net = MLP()

# %% batch
input = torch.randn(64, 2)
target = (input[:, 0] * input[:, 1] > 0).long()  # opposite quadrants: no line separates them

# %% forward
output = net(input)
loss = F.cross_entropy(output, target)

# %% backward
loss.backward()
