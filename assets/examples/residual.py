# Residual block
# At each AddBackward0 the gradient goes two ways: through the layers, and past them unchanged.

# %% definitions
import torch
import torch.nn.functional as F
from torch import nn


class Block(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.norm2 = nn.BatchNorm2d(channels)

    def forward(self, x):
        y = F.relu(self.norm1(self.conv1(x)))
        return F.relu(x + self.norm2(self.conv2(y)))


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(1, 8, 3, padding=1)
        self.blocks = nn.Sequential(Block(8), Block(8))
        self.head = nn.Linear(8, 4)

    def forward(self, x):
        return self.head(self.blocks(self.stem(x)).mean(dim=(2, 3)))


# %% net
torch.manual_seed(0)
net = Residual()

# %% batch
input = torch.randn(16, 1, 8, 8)
target = F.avg_pool2d(input, 4).flatten(1).argmax(1)  # the brightest quarter

# %% forward
output = net(input)
loss = F.cross_entropy(output, target)

# %% backward
loss.backward()
