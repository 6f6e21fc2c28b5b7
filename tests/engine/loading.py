"""Models of the user's, opened on the side as the dialog does, then made the active ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from torch import nn

from gradwalk.engine.loader import prepare
from gradwalk.engine.loader.places import activate
from gradwalk.engine.loader.target import Target
from gradwalk.engine.messages import OwnModel


def found(target: Target, given: Any = None, seed: int = 0, anyway: bool = False) -> prepare.Found:
    """What is found out about a model, whose modules can be imported afterwards."""
    words = "" if given is None else json.dumps(given)
    model = prepare.found(OwnModel(str(target), arguments=words, anyway=anyway), seed)
    activate(model.place)
    return model


def load(target: Target, given: Any = None, seed: int = 0) -> nn.Module:
    return found(target, given, seed).model


def net(forward: str = "return self.a(x)", init: str = "pass", head: str = "") -> str:
    """A Net with these statements in it."""
    return f"""import torch
from torch import nn
import torch.nn.functional as F
{head}
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 2)
        {init}
    def forward(self, x):
        {forward}
"""


def written(folder: Path, text: str) -> str:
    """A file with these definitions, below the usual imports."""
    path = folder / "model.py"
    path.write_text(f"import torch\nfrom torch import nn\nimport torch.nn.functional as F\n{text}")
    return str(path)
