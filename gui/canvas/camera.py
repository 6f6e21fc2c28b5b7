"""Which part of a picture is seen, and how large. No Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass

CLOSEST = 6.0
"""The largest zoom: a box then fills the canvas."""


@dataclass(frozen=True)
class Camera:
    """A similarity from scene units to logical pixels: screen = scene * scale + (x, y)."""

    scale: float = 1.0
    x: float = 0.0
    y: float = 0.0

    def to_scene(self, x: float, y: float) -> tuple[float, float]:
        """The scene's point under a pixel."""
        return (x - self.x) / self.scale, (y - self.y) / self.scale

    def zoomed(self, factor: float, x: float, y: float, farthest: float) -> Camera:
        """Closer by `factor`; the scene's point under the pixel (x, y) stays there."""
        scale = min(max(self.scale * factor, min(farthest, self.scale)), CLOSEST)
        part = scale / self.scale
        return Camera(scale, x - (x - self.x) * part, y - (y - self.y) * part)

    def moved(self, x: float, y: float) -> Camera:
        """The picture shifted by pixels."""
        return Camera(self.scale, self.x + x, self.y + y)

    def toward(self, other: Camera, part: float) -> Camera:
        """On the way to another camera: the zoom changes evenly, and what both see stays seen."""
        scale = math.exp((1 - part) * math.log(self.scale) + part * math.log(other.scale))
        if abs(other.scale - self.scale) > 1e-9 * self.scale:
            part = (scale - self.scale) / (other.scale - self.scale)
        return Camera(
            scale,
            (1 - part) * self.x + part * other.x,
            (1 - part) * self.y + part * other.y,
        )


def framing(
    rectangle: tuple[float, float, float, float], width: float, height: float, closest: float
) -> Camera:
    """The camera that shows a scene's rectangle in the middle of width by height pixels."""
    x, y, wide, high = rectangle
    scale = min(width / max(wide, 1e-9), height / max(high, 1e-9), closest)
    scale = max(scale, 1e-9)
    left, top = (width - wide * scale) / 2, (height - high * scale) / 2
    return Camera(scale, left - x * scale, top - y * scale)
