"""A generator and a discriminator: two losses, of a function."""

import torch
import torch.nn.functional as F
from torch import nn


class GAN(nn.Module):
    def __init__(self):
        super().__init__()
        self.generator = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))
        self.discriminator = nn.Sequential(nn.Linear(2, 8), nn.LeakyReLU(0.2), nn.Linear(8, 1))


def gan_loss(net, real):
    fake = net.generator(torch.randn(len(real), 4))
    ones, zeros = torch.ones(len(real), 1), torch.zeros(len(real), 1)
    score = F.binary_cross_entropy_with_logits
    loss_d = score(net.discriminator(real), ones) + score(net.discriminator(fake.detach()), zeros)
    loss_g = score(net.discriminator(fake), ones)
    return loss_d, loss_g


def make_batch():
    return torch.randn(8, 2)
