"""What people new to PyTorch write: the line is theirs, and it is said what to do there."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradwalk.engine.loader.mistakes import Mistake, ModelError
from gradwalk.engine.session import Session

from .loading import net

pytestmark = pytest.mark.usefixtures("nothing_stays_open")


def refused(text: str, folder: Path) -> Mistake:
    path = folder / "model.py"
    path.write_text(text)
    with pytest.raises(ModelError) as caught:
        Session(str(path))
    return caught.value.mistake


def line_of(text: str) -> int:
    return next((n for n, line in enumerate(text.split("\n"), 1) if "# HERE" in line), 0)


WRITTEN: dict[str, tuple[str, str, str]] = {
    "forward misspelt": (
        net("pass").replace("def forward(self, x):", "def foward(self, x):  # HERE"),
        "It has foward", "forward",
    ),
    "__init__ misspelt": (
        net().replace("def __init__(self):", "def _init_(self):  # HERE"),
        "It has _init_", "__init__",
    ),
    "no __init__": (
        "from torch import nn\n\nclass Net(nn.Module):  # HERE\n    def forward(self, x):\n"
        "        return x\n",
        "not registered", "nn.Parameter",
    ),
    "a factory without a return": (
        "from torch import nn\n\ndef make_model():  # HERE\n    net = nn.Linear(2, 2)\n",
        "make_model returns nothing", "Return the model",
    ),
    "a container as the model": (
        "from torch import nn\n\ndef make_model():  # HERE\n"
        "    return nn.ModuleDict({'a': nn.Linear(2, 2)})\n",
        "", "Write one",
    ),
    "a loss made of tensors": (
        net("return nn.MSELoss(self.a(x), x[:, :2])  # HERE"), "needs one value", "made first",
    ),
    "all that an LSTM returns": (
        net("return self.a(self.r(x))  # HERE", init="self.r = nn.LSTM(4, 4)"),
        "a takes a tensor, and what arrives is a tuple", "Choose one tensor",
    ),
    "a method not called": (
        net("return self.a(x).view(x.size[0], -1)  # HERE"), "does not call it", "brackets",
    ),
    "a line for a notebook": ("%matplotlib inline  # HERE\n", "for a notebook", "Take it out"),
    "a merge not finished": (
        "<<<<<<< HEAD  # HERE\nx = 3\n=======\nx = 4\n>>>>>>> b\n", "not to the end", "Choose one",
    ),
    "a device not here": (
        net(head="torch.cuda.set_device(0)  # HERE"), "does not have", "gradwalk moves",
    ),
    "settings that are None": (
        net(init="self.b = self.config.width  # HERE", head="import types")
        .replace("(nn.Module):", "(nn.Module):\n    config = None"),
        "is None", "set it before",
    ),
    "a class called in forward": (
        net("return nn.Linear(x)  # HERE"), "needs a value", "Give it",
    ),
    "half a layer": (
        net(init="self.b = nn.Linear(4 / 2, 2)  # HERE"), "no whole number", "//",
    ),
    "a module as a base": (
        "from torch import nn\n\nclass Net(nn):  # HERE\n    pass\n", "module of Python's",
        "nn.Module",
    ),
    "small letters": (
        "from torch import nn\n\nclass Net(nn.module):  # HERE\n    pass\n",
        "torch.nn has nothing called module, but Module", "Module",
    ),
    "an abstract base": (
        net(head="import abc").replace("(nn.Module)", "(nn.Module, abc.ABC)")
        .replace("def __init__(self):", "def __init__(self):  # HERE")
        + "    @abc.abstractmethod\n    def head(self): ...\n",
        "Net lacks", "Write head",
    ),
    "a name taken twice": (
        net(init="self.register_buffer('a', torch.zeros(1))  # HERE"), "", "Correct the line",
    ),
    "another maker's device": (
        net(init="self.a = self.a.to('mps')  # HERE"), "does not have", "gradwalk moves",
    ),
    "a view of what is not in order": (
        net("return self.a(x).expand(3, 1, 2).transpose(0, 1).view(-1)  # HERE"), "",
        "Correct the line",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRITTEN)
def test_the_line_and_what_to_do_are_told(name: str, tmp_path: Path) -> None:
    text, why, instead = WRITTEN[name]
    mistake = refused(text, tmp_path)
    assert mistake.line == line_of(text), mistake
    assert why in str(mistake.why)
    assert instead in str(mistake.instead), mistake
    assert "Nothing is kept" not in str(mistake.why)
