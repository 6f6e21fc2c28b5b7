# Unrolled LSTM
# The same cell at every time step: its weights are used 16 times, and 16 gradients add up in each.

# %% definitions
import torch
import torch.nn.functional as F
from torch import nn

STEPS = 16


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.cell = nn.LSTMCell(1, 8)
        self.head = nn.Linear(8, 1)

    def forward(self, x):
        h = c = x.new_zeros(len(x), 8)
        for t in range(STEPS):
            h, c = self.cell(x[:, t], (h, c))
        return self.head(h)


# %% net
torch.manual_seed(0)
net = Recurrent()

# %% batch
input = torch.randn(32, STEPS, 1)
target = input.mean(dim=1)

# %% forward
output = net(input)
loss = F.mse_loss(output, target)

# %% backward
loss.backward()
