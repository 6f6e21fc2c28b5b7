# Double backward
# The loss holds a gradient: create_graph records a backward, as TanhBackwardBackward0 shows.

# %% definitions
import torch
import torch.nn.functional as F
from torch import nn


class Curve(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden, self.out = nn.Linear(1, 16), nn.Linear(16, 1)

    def forward(self, x):
        return self.out(torch.tanh(self.hidden(x)))


# %% net
torch.manual_seed(0)
net = Curve()

# %% batch
input = 3 * torch.rand(32, 1)
target = torch.sin(2 * input)

# %% forward
x = input.clone().requires_grad_()  # a leaf, so that there is a gradient with respect to it
output = net(x)
(slope,) = torch.autograd.grad(output.sum(), x, create_graph=True)
loss = F.mse_loss(output, target) + 0.01 * slope.square().mean()  # the penalty keeps it flat

# %% backward
loss.backward()
