# Tiny transformer
# Query, key and value come from one tensor and meet in attention; each block adds to what came in.

# %% definitions
import torch
import torch.nn.functional as F
from torch import nn


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.project = nn.Linear(width, width)
        self.mlp = nn.Sequential(nn.Linear(width, 64), nn.GELU(), nn.Linear(64, width))

    def forward(self, x):
        y = self.norm1(x)
        scores = self.query(y) @ self.key(y).transpose(1, 2) / y.shape[-1] ** 0.5
        scores = scores + torch.full_like(scores, -torch.inf).triu(1)  # no look ahead
        x = x + self.project(scores.softmax(-1) @ self.value(y))
        return x + self.mlp(self.norm2(x))


class Transformer(nn.Module):
    def __init__(self, tokens, width, length, depth):
        super().__init__()
        self.token, self.place = nn.Embedding(tokens, width), nn.Embedding(length, width)
        self.blocks = nn.ModuleList(Block(width) for _ in range(depth))
        self.head = nn.Linear(width, tokens)

    def forward(self, x):
        x = self.token(x) + self.place.weight
        for block in self.blocks:
            x = block(x)
        return self.head(x)


# %% net
torch.manual_seed(0)
net = Transformer(tokens=10, width=16, length=12, depth=2)

# %% batch
input = torch.randint(10, (8, 12))
target = input.roll(1, dims=1)  # the token before: one has to look back for it
target[:, 0] = input[:, 0]

# %% forward
output = net(input)
loss = F.cross_entropy(output.flatten(0, 1), target.flatten())

# %% backward
loss.backward()
