"""Dense connections: each layer takes all that came before."""

import torch
from torch import nn


class DenseLayer(nn.Module):
    def __init__(self, inside, growth):
        super().__init__()
        self.net = nn.Sequential(
            nn.BatchNorm2d(inside), nn.ReLU(inplace=True), nn.Conv2d(inside, growth, 3, padding=1)
        )

    def forward(self, features):
        return self.net(torch.cat(features, 1))


class DenseNet(nn.Module):
    def __init__(self, growth=4, depth=3, classes=5):
        super().__init__()
        self.first = nn.Conv2d(3, 8, 3, padding=1)
        self.layers = nn.ModuleList(DenseLayer(8 + i * growth, growth) for i in range(depth))
        self.classifier = nn.Linear(8 + depth * growth, classes)

    def forward(self, x):
        features = [self.first(x)]
        for layer in self.layers:
            features.append(layer(features))
        return self.classifier(torch.cat(features, 1).mean((2, 3)))


def make_model(growth=4):
    return DenseNet(growth)
