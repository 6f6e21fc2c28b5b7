"""What is found in a file without running it, and how it is imported."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gradwalk.engine.loader.building import size
from gradwalk.engine.loader.candidates import candidates
from gradwalk.engine.loader.capture import captured
from gradwalk.engine.loader.mistakes import ModelError
from gradwalk.engine.loader.prepare import prepared
from gradwalk.engine.loader.target import Target
from gradwalk.engine.messages import OwnModel

from .loading import found, load

pytestmark = pytest.mark.usefixtures("same_modules")

NET = """
from torch import nn
class Net(nn.Module):
    def __init__(self, width=3):
        super().__init__()
        self.layer = nn.Linear(width, 2)
    def forward(self, x):
        return self.layer(x)
"""


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


FILES = {
    "import torch.nn as nn\nclass A(nn.Module):\n  pass\nclass B(A):\n  pass": ("B", {"A", "B"}),
    "import torch\nclass A(torch.nn.Module):\n  pass": ("A", {"A"}),
    "from torch.nn import Module\nclass A(Module):\n  pass": ("A", {"A"}),
    "from torch.nn import *\nclass A(Module):\n  pass\nclass B(Sequential):\n  pass": (
        "B", {"A", "B"}),
    "import pytorch_lightning as pl\nclass A(pl.LightningModule):\n  pass": ("A", {"A"}),
    "from transformers import PreTrainedModel\nclass A(PreTrainedModel):\n  pass": ("A", {"A"}),
    "from torch import nn\nclass Block(nn.Module):\n  pass\nclass Zoo(nn.Module):\n"
    "  def __init__(self):\n    self.b = Block()": ("Zoo", {"Block", "Zoo"}),
    "from torch import nn\nclass Net(nn.Module):\n  pass\ndef make_model():\n  return Net()": (
        "make_model", {"Net", "make_model"}),
    "from torch import nn\nclass R(nn.Module):\n  def __init__(self, block, n):\n    pass\n"
    "class K(nn.Module):\n  pass\ndef r18():\n  return R(K, 2)": ("r18", {"R", "K", "r18"}),
    "from torch import nn\ndef f():\n  net = nn.Sequential()\n  net = net.to('cpu').eval()\n"
    "  return net": ("f", {"f"}),
    "from torch import nn\ndef f() -> 'nn.Module':\n  return what()": ("f", {"f"}),
    "from torch import nn\nmodel = nn.Sequential(nn.Linear(1, 1))": ("model", {"model"}),
    "import torch\nclass F(torch.autograd.Function):\n  pass\nclass D:\n  pass": (None, set()),
    "def f():\n  class Inner(nn.Module):\n    pass": (None, set()),
    "from torch import nn\nif __name__ == '__main__':\n  model = nn.Linear(1, 1)": (None, set()),
}  # fmt: skip


@pytest.mark.parametrize("text", FILES)
def test_models_are_found_by_reading(text: str, tmp_path: Path) -> None:
    best, names = FILES[text]
    found = candidates(write(tmp_path / "model.py", "import nowhere_to_be_found\n" + text))
    assert {c.name for c in found} == names
    assert (found[0].name if found else None) == best
    for each in found:
        assert each.name in (tmp_path / "model.py").read_text().split("\n")[each.line - 1]


def test_a_batch_function_is_no_model(tmp_path: Path) -> None:
    text = NET + "import torch\ndef make_batch(n=4):\n    x = torch.randn(n, 3)\n    return x, x\n"
    found = candidates(write(tmp_path / "model.py", text))
    assert [(c.name, c.kind) for c in found] == [("Net", "class"), ("make_batch", "batch")]
    assert found[0].parameters[0].name == "width"
    assert found[0].parameters[0].default == "3"


def test_a_base_class_in_a_file_beside_it_is_read(tmp_path: Path) -> None:
    write(tmp_path / "base.py", NET)
    found = candidates(write(tmp_path / "m.py", "from base import Net\nclass Mine(Net): pass"))
    assert [c.name for c in found] == ["Mine"]


@given(st.from_regex(r"[a-z]{1,8}(/[a-z]{1,8}){0,2}\.py(:[A-Za-z_]{1,9})?", fullmatch=True))
def test_a_target_reads_back_what_it_writes(text: str) -> None:
    try:
        target = Target.parse(text)
    except ModelError:
        return
    assert Target.parse(str(target)) == target
    assert str(target).replace(os.sep, "/") == text


def test_files_named_like_ours_do_not_clash(tmp_path: Path) -> None:
    for name in ("engine", "gui", "messages", "session", "networkx_like", "copy_of"):
        write(tmp_path / f"{name}.py", f"WORD = '{name} of the user'")
    write(tmp_path / "assets" / "__init__.py", "WORD = 'assets of the user'")
    text = NET + "import engine, gui, messages, session, assets\nfrom engine import WORD\n"
    model = load(Target.parse(str(write(tmp_path / "model.py", text))))
    module = sys.modules[type(model).__module__]
    for name in ("engine", "gui", "messages", "session", "assets"):
        assert f"{name} of the user" == getattr(module, name).WORD
    from gradwalk.engine import messages

    assert Path(messages.__file__).parent.parts[-2:] == ("engine", "messages")
    assert messages.PROTOCOL


def test_the_next_model_gets_its_own_utils(tmp_path: Path) -> None:
    for name, width in (("one", 4), ("two", 7)):
        write(tmp_path / name / "utils.py", f"WIDTH = {width}")
        write(
            tmp_path / name / "model.py", "from utils import WIDTH\n" + NET.replace("=3", "=WIDTH")
        )
        model = load(Target.parse(f"{tmp_path / name / 'model.py'}:Net"))
        assert next(model.parameters()).shape == (2, width)


def test_a_file_saved_in_the_same_second_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "model.py"
    for width in (3, 5, 4):
        write(tmp_path / "utils.py", f"WIDTH = {width}")
        write(path, "from utils import WIDTH\n" + NET.replace("=3", "=WIDTH"))
        assert next(load(Target(path=path)).parameters()).shape == (2, width)
    assert not list(tmp_path.glob("**/*.pyc"))


def test_a_package_with_relative_imports(tmp_path: Path) -> None:
    write(tmp_path / "pkg" / "__init__.py", "")
    write(tmp_path / "pkg" / "sub" / "__init__.py", "")
    write(tmp_path / "pkg" / "layers.py", "from torch import nn\nLinear = nn.Linear")
    text = "from ..layers import Linear\n" + NET.replace("nn.Linear", "Linear")
    model = load(Target(path=write(tmp_path / "pkg" / "sub" / "model.py", text)))
    assert type(model).__module__ == "pkg.sub.model"


def test_a_failed_import_leaves_the_model_before_able_to_import(tmp_path: Path) -> None:
    write(tmp_path / "one" / "utils.py", "WORD = 1")
    late = NET + "def late():\n    import utils\n    return utils.WORD\n"
    load(Target.parse(f"{write(tmp_path / 'one' / 'model.py', late)}:Net"))
    first = sys.modules["model"]
    write(tmp_path / "two" / "utils.py", "WORD = 2")
    bad = write(tmp_path / "two" / "model.py", "import utils\n1 / 0\n" + NET)
    with pytest.raises(ModelError):
        load(Target(path=bad))
    assert sys.modules["model"] is first
    assert first.late() == 1


def test_stdlib_names_stay_pythons(tmp_path: Path) -> None:
    import copy

    assert type(load(Target(path=write(tmp_path / "copy.py", NET)))).__name__ == "Net"
    assert sys.modules["copy"] is copy


def test_main_does_not_run_and_argv_is_the_file(tmp_path: Path) -> None:
    text = NET + "import sys\nassert len(sys.argv) == 1\nif __name__ == '__main__':\n    1 / 0\n"
    load(Target(path=write(tmp_path / "model.py", text)))


def test_a_seed_gives_what_a_plain_script_gives(tmp_path: Path) -> None:
    model = load(Target(path=write(tmp_path / "model.py", NET)), {"width": 6}, seed=3)
    torch.manual_seed(3)
    assert torch.equal(next(model.parameters()), torch.nn.Linear(6, 2).weight)


def test_a_configuration_is_made_from_json(tmp_path: Path) -> None:
    text = """
from dataclasses import dataclass
from torch import nn
@dataclass
class GPTConfig:
    width: int = 4
class GPT(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.layer = nn.Linear(config.width, 1)
"""
    target = Target.parse(f"{write(tmp_path / 'model.py', text)}:GPT")
    assert size(load(target)) == 20
    assert size(load(target, {"config": {"width": 9}})) == 40


@pytest.mark.parametrize("text", [NET, NET + "model = Net(width=5)\n"])
def test_the_statements_make_the_same_model(text: str, tmp_path: Path) -> None:
    target = Target(path=write(tmp_path / "model.py", text))
    loaded = load(target)
    text = prepared(OwnModel(str(target)), 0)
    names: dict[str, Any] = {"sys": sys}
    exec(f"{text.imports}\n{text.net}", names)
    assert type(names["net"]) is type(loaded)
    assert size(names["net"]) == size(loaded)


def test_a_size_is_estimated_without_memory(tmp_path: Path) -> None:
    target = Target(path=write(tmp_path / "model.py", NET))
    assert found(target).size == size(load(target))
    assert found(target, {"width": 10**12}, anyway=True).size == (2 * 10**12 + 2) * 4


def test_lines_are_captured_and_streams_restored() -> None:
    before, lines = (sys.stdout, sys.stderr), []
    with captured(lambda line, stream: lines.append((line, stream))):
        print("one\ntwo")
        print("half", end="")
        print("\r10%\r20%", file=sys.stderr)
        assert not sys.stdout.isatty()
        kept = sys.stdout
    assert lines == [("one", "stdout"), ("two", "stdout"), ("20%", "stderr"), ("half", "stdout")]
    assert (sys.stdout, sys.stderr) == before
    print("afterwards", file=kept)
    assert len(lines) == 4
