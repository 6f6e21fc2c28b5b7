# GAN step with two losses
# loss_d reaches only the discriminator, loss_g only the generator: one graph for each of them.

# %% definitions
import torch
import torch.nn.functional as F
from torch import nn


class GAN(nn.Module):
    def __init__(self):
        super().__init__()
        self.generator = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 2))
        self.discriminator = nn.Sequential(nn.Linear(2, 16), nn.LeakyReLU(0.2), nn.Linear(16, 1))

    def forward(self, noise):
        return self.generator(noise)


# %% net
torch.manual_seed(0)
net = GAN()

# %% batch
input = torch.randn(32, 4)  # noise, of which the generator makes points
real = 2 + 0.5 * torch.randn(32, 2)
yes, no = torch.ones(32, 1), torch.zeros(32, 1)

# %% forward
output = net(input)
# The discriminator is to tell real from made; detach: this loss is no business of the generator
judged_real, judged_made = net.discriminator(real), net.discriminator(output.detach())
loss_d = F.binary_cross_entropy_with_logits(judged_real, yes)
loss_d = loss_d + F.binary_cross_entropy_with_logits(judged_made, no)
# The generator is to be taken for real, by a discriminator that stands still meanwhile
net.discriminator.requires_grad_(False)
loss_g = F.binary_cross_entropy_with_logits(net.discriminator(output), yes)
net.discriminator.requires_grad_(True)

# %% backward
loss_d.backward()
loss_g.backward()
