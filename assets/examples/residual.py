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


# %% net
torch.manual_seed(0)
net = nn.Sequential(
    nn.Conv2d(1, 8, 3, padding=1), Block(8), Block(8), nn.Flatten(), nn.Linear(8 * 8 * 8, 4)
)

# %% batch
input = torch.randn(16, 1, 8, 8)
target = F.avg_pool2d(input, 4).flatten(1).argmax(1)  # the brightest quarter

# %% forward
output = net(input)
loss = F.cross_entropy(output, target)

# %% backward
loss.backward()
