"""ResNet-152 as a person writes it, whole and with nothing but torch: what `own` opens."""

from __future__ import annotations

import torch
from torch import nn


class Bottleneck(nn.Module):
    """Three convolutions, and a way around them."""

    def __init__(self, wide: int, inner: int, stride: int = 1) -> None:
        super().__init__()
        out = 4 * inner
        self.conv1 = nn.Conv2d(wide, inner, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(inner)
        self.conv2 = nn.Conv2d(inner, inner, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(inner)
        self.conv3 = nn.Conv2d(inner, out, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(out)
        self.relu = nn.ReLU(inplace=True)
        self.downsample: nn.Module | None = None
        if stride > 1 or wide != out:
            side = nn.Conv2d(wide, out, 1, stride, bias=False)
            self.downsample = nn.Sequential(side, nn.BatchNorm2d(out))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The block."""
        side = x if self.downsample is None else self.downsample(x)
        out = self.relu(self.bn1(self.conv1(x)))
        out = self.relu(self.bn2(self.conv2(out)))
        result: torch.Tensor = self.relu(self.bn3(self.conv3(out)) + side)
        return result


class ResNet(nn.Module):
    """A stem, four stages of blocks, and a classifier."""

    def __init__(self, blocks: tuple[int, ...], classes: int = 1000) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.relu = nn.ReLU(inplace=True)
        self.maxpool = nn.MaxPool2d(3, 2, 1)
        self.layer1 = self._stage(64, 64, blocks[0], 1)
        self.layer2 = self._stage(256, 128, blocks[1], 2)
        self.layer3 = self._stage(512, 256, blocks[2], 2)
        self.layer4 = self._stage(1024, 512, blocks[3], 2)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(2048, classes)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")

    @staticmethod
    def _stage(wide: int, inner: int, count: int, stride: int) -> nn.Sequential:
        first = Bottleneck(wide, inner, stride)
        return nn.Sequential(first, *(Bottleneck(4 * inner, inner) for _ in range(count - 1)))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The classes' scores of a batch of images."""
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        result: torch.Tensor = self.fc(self.avgpool(x).flatten(1))
        return result


def resnet152() -> ResNet:
    """The net of 152 layers."""
    return ResNet((3, 8, 36, 3))
