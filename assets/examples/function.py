# Custom Function
# BinarizeBackward is no operation of torch: its rule is the backward written in the class.

# %% definitions
import torch
import torch.nn.functional as F
from torch import nn


class Binarize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return torch.where(x >= 0, 1.0, -1.0)

    @staticmethod
    def backward(ctx, gradient):  # the step has slope 0: pretend that it were a straight line
        (x,) = ctx.saved_tensors
        return gradient * (x.abs() <= 1)


class Binary(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden, self.out = nn.Linear(8, 16), nn.Linear(16, 1)

    def forward(self, x):
        return self.out(Binarize.apply(self.hidden(x)))


# %% net
torch.manual_seed(0)
net = Binary()

# %% batch
input = torch.randn(64, 8)
target = input[:, :1].sign()

# %% forward
output = net(input)
loss = F.mse_loss(output, target)

# %% backward
loss.backward()
