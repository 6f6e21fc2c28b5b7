# Autoencoder
# What the decoder learns of the input passes the narrow middle; so does the gradient back.

# %% definitions
import torch
import torch.nn.functional as F
from torch import nn


class Autoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(16, 12), nn.Tanh(), nn.Linear(12, 2))
        self.decoder = nn.Sequential(nn.Linear(2, 12), nn.Tanh(), nn.Linear(12, 16))

    def forward(self, x):
        return self.decoder(self.encoder(x))


# %% net
torch.manual_seed(0)
net = Autoencoder()

# %% batch
phase = 6.28 * torch.rand(64, 1)
input = torch.sin(phase + torch.linspace(0, 6.28, 16))  # 16 numbers, but one would tell them all

# %% forward
output = net(input)
loss = F.mse_loss(output, input)

# %% backward
loss.backward()
