"""Files with mistakes: each is told with the user's own line, and nothing of ours.

The line that is meant carries the mark HERE; Python's own traceback has to say the same.
"""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from typing import Any

import pytest
import torch

from gradwalk.engine.loader.building import check
from gradwalk.engine.loader.forward import run
from gradwalk.engine.loader.inputs import parse_shape
from gradwalk.engine.loader.mistakes import Mistake, ModelError
from gradwalk.engine.loader.target import Target

from .loading import load, net

pytestmark = pytest.mark.usefixtures("same_modules")


SYNTAX = {
    "a bracket": "x = (1,  # HERE\ny = 2\n",
    "a colon": "def f()  # HERE\n    pass\n",
    "an indentation": "def f():\n    x = 1\n      y = 2  # HERE\n",
    "no block": "def f():\nx = 1  # HERE\n",
    "tabs": "if 1:\n        x = 1\n\ty = 2  # HERE\n",
    "python 2": "print 'a'  # HERE\n",
    "a string": "x = 'abc  # HERE\n",
    "a keyword": "class = 3  # HERE\n",
    "return": "return 3  # HERE\n",
    "an equal sign": "if x = 3:  # HERE\n    pass\n",
    "non-latin": "größe = 3 3  # HERE\n",
    "await": "def f():\n    await g()  # HERE\n",
}

BODY = {
    "a package": ("import not_there_at_all  # HERE", "ModuleNotFoundError"),
    "another name": ("import cv2.nothing  # HERE", "ModuleNotFoundError"),
    "a name in a package": ("from torch import nothing_there  # HERE", "ImportError"),
    "relative": ("from .layers import Block  # HERE", "ImportError"),
    "a division": ("x = 1\ny = x / 0  # HERE", "ZeroDivisionError"),
    "in a function": ("def f():\n    return {}['k']  # HERE\nf()", "KeyError"),
    "in a library": ("import json\njson.loads('{')  # HERE", "JSONDecodeError"),
    "a name": ("x = undefined_name  # HERE", "NameError"),
    "exit": ("import sys\nsys.exit(3)  # HERE", "SystemExit"),
    "arguments": ("import argparse\np = argparse.ArgumentParser()\np.add_argument('data')\n"
                  "p.parse_args()  # HERE", "SystemExit"),
    "interrupt": ("raise KeyboardInterrupt  # HERE", "KeyboardInterrupt"),
    "a file": ("open('weights_not_there.bin')  # HERE", "FileNotFoundError"),
    "recursion": ("def f():\n    return f()  # HERE\nf()", "RecursionError"),
    "memory": ("raise MemoryError  # HERE", "MemoryError"),
    "an assertion": ("assert 1 == 2, 'never'  # HERE", "AssertionError"),
    "torch": ("import torch\ntorch.zeros(2) @ torch.zeros(3)  # HERE", "RuntimeError"),
}  # fmt: skip

INIT = {
    "no super": ("class Net(nn.Module):\n    def __init__(self):\n"
                 "        self.a = nn.Linear(1, 1)  # HERE\n", "AttributeError"),
    "a parameter": ("class Net(nn.Module):\n    def __init__(self, n):  # HERE\n"
                    "        super().__init__()\n", "TypeError"),
    "a plain list": ("class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
                     "        self.a = nn.Sequential(3)  # HERE\n", "TypeError"),
    "a division": ("class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
                   "        self.a = nn.MultiheadAttention(5, 2)  # HERE\n", "AssertionError"),
    "exit": ("class Net(nn.Module):\n    def __init__(self):\n        exit()  # HERE\n",
             "SystemExit"),
}  # fmt: skip

# statements of __init__, of forward, input, module, kind
FORWARD: dict[str, tuple[str, str, str, str, str]] = {
    "features": ("pass", "return self.a(x)  # HERE", "1x5", "a", "RuntimeError"),
    "channels": ("self.c = nn.Conv2d(3, 2, 3)", "return self.c(x)  # HERE", "1x1x8x8", "c",
                 "RuntimeError"),
    "deep": ("self.b = nn.Sequential(nn.ReLU(), nn.Linear(3, 3))", "return self.b(x)  # HERE",
             "1x4", "b.1", "RuntimeError"),
    "too small": ("self.c = nn.Conv2d(1, 2, 9)", "return self.c(x)  # HERE", "1x1x4x4", "c",
                  "RuntimeError"),
    "a type": ("pass", "return self.a(x)  # HERE", "1x4:float64", "a", "RuntimeError"),
    "no integers": ("self.e = nn.Embedding(3, 4)", "return self.e(x)  # HERE", "1x4", "e",
                    "RuntimeError"),
    "out of range": ("self.e = nn.Embedding(3, 4)", "return self.e(x)  # HERE", "4:int64:7..7", "e",
                     "IndexError"),
    "an attribute": ("pass", "return self.fc3(x)  # HERE", "1x4", "", "AttributeError"),
    "a sum": ("pass", "return self.a(x) + torch.ones(3)  # HERE", "1x4", "", "RuntimeError"),
    "a view": ("pass", "return x.view(7, -1)  # HERE", "1x4", "", "RuntimeError"),
    "unpacking": ("pass", "b, c, h, w = x.shape  # HERE", "1x4", "", "ValueError"),
    "one batch": ("self.n = nn.BatchNorm1d(4)", "return self.n(x)  # HERE", "1x4", "n",
                  "ValueError"),
    "joined": ("pass", "return torch.cat([x, x[:, :2].T])  # HERE", "1x4", "", "RuntimeError"),
    "exit": ("pass", "raise SystemExit(2)  # HERE", "1x4", "", "SystemExit"),
    "itself": ("pass", "return self(x)  # HERE", "1x4", "", "RecursionError"),
    "an LSTM": ("self.l = nn.LSTM(3, 2)", "return self.l(x)  # HERE", "1x1x4", "l", "RuntimeError"),
}  # fmt: skip


def here(text: str) -> int:
    return next(n for n, line in enumerate(text.split("\n"), 1) if "HERE" in line)


def opened(path: Path, text: str, name: str = "Net") -> Any:
    path.write_text(text, encoding="utf-8")
    return load(Target.parse(f"{path}:{name}"))


def shown(mistake: Mistake, path: Path, line: int) -> None:
    """What holds for every mistake: the user's line, carets below it, nothing of ours."""
    text = path.read_text(encoding="utf-8").split("\n")
    assert (mistake.file, mistake.line) == (str(path), line), mistake
    assert mistake.source == text[line - 1]
    assert len(mistake.caret.rstrip()) <= len(mistake.source) + 1
    assert all(frame.file == str(path) for frame in mistake.frames)
    assert "gradwalk/engine" not in str(mistake)
    assert str(mistake.why) or mistake.kind in ("ZeroDivisionError", "KeyError", "JSONDecodeError")


@pytest.mark.parametrize("name", SYNTAX)
def test_what_python_can_not_read(name: str, tmp_path: Path) -> None:
    path = tmp_path / "model.py"
    with pytest.raises(ModelError) as raised:
        opened(path, SYNTAX[name])
    try:
        compile(path.read_bytes(), str(path), "exec")
    except SyntaxError as plain:
        mistake = raised.value.mistake
        assert (mistake.kind, mistake.text) == (type(plain).__name__, plain.msg)
        shown(mistake, path, here(SYNTAX[name]))
        lines = traceback.format_exception_only(plain)
        if "^" in lines[-2]:
            marked = plain.text or ""
            indent = len(marked) - len(marked.lstrip())
            assert mistake.caret[indent:] == lines[-2].rstrip("\n")[4:]
    else:
        pytest.fail("Python reads it")


@pytest.mark.parametrize("name", BODY)
def test_what_fails_on_import(name: str, tmp_path: Path, capfd: Any) -> None:
    text, kind = BODY[name]
    path = tmp_path / "model.py"
    before = dict(sys.modules), list(sys.path)
    with pytest.raises(ModelError) as raised:
        opened(path, text)
    mistake = raised.value.mistake
    assert mistake.kind == kind
    shown(mistake, path, here(text))
    assert sys.path == before[1]
    assert "model" not in sys.modules
    cause = raised.value.__cause__
    assert cause is not None
    assert mistake.text == (str(cause) or kind)
    plain = [f for f in traceback.extract_tb(cause.__traceback__) if f.filename == str(path)]
    assert plain[-1].lineno == mistake.line


@pytest.mark.parametrize("name", INIT)
def test_what_fails_while_building(name: str, tmp_path: Path) -> None:
    text, kind = INIT[name]
    text = "from torch import nn\n" + text
    with pytest.raises(ModelError) as raised:
        opened(tmp_path / "model.py", text)
    assert raised.value.mistake.kind == kind
    shown(raised.value.mistake, tmp_path / "model.py", here(text))


@pytest.mark.parametrize("name", FORWARD)
def test_what_fails_in_forward(name: str, tmp_path: Path) -> None:
    init, forward, shape, module, kind = FORWARD[name]
    text = net(forward, init)
    model = opened(tmp_path / "model.py", text)
    with pytest.raises(ModelError) as raised:
        run(model, parse_shape(shape))
    mistake = raised.value.mistake
    assert (mistake.kind, mistake.module) == (kind, module)
    shown(mistake, tmp_path / "model.py", here(text))
    failed = [line for line in mistake.shapes if "->" not in line]
    assert failed[-1].startswith(f"{module or 'Net'} (")
    assert shape.split(":")[0] in mistake.shapes[0]
    assert mistake.text == str(raised.value.__cause__) or kind in ("SystemExit", "RecursionError")
    assert mistake.failure().text == mistake.text


@pytest.mark.parametrize(
    ("shape", "words"),
    [("1x4,1x4", "takes 2 positional arguments"), ("y=1x4", "unexpected keyword argument 'y'")],
)
def test_a_wrong_number_of_inputs_points_at_forward(shape: str, words: str, tmp_path: Path) -> None:
    text = net().replace("def forward(self, x):", "def forward(self, x):  # HERE")
    with pytest.raises(ModelError, match=words) as raised:
        run(opened(tmp_path / "model.py", text), parse_shape(shape))
    shown(raised.value.mistake, tmp_path / "model.py", here(text))


@pytest.mark.parametrize(
    ("forward", "words"),
    [
        ("self.a(x)", "no tensor"),
        ("return 3.0", "no tensor"),
        ("return self.a(x).detach()", "requires grad"),
        ("return self.a(x).argmax(1)", "requires grad"),
        ("return {'x': x}", "requires grad"),
    ],
)
def test_an_output_without_a_gradient_is_said(forward: str, words: str, tmp_path: Path) -> None:
    text = net(forward=forward).replace("def forward(self, x):", "def forward(self, x):  # HERE")
    with pytest.raises(ModelError, match=words) as raised:
        run(opened(tmp_path / "model.py", text), parse_shape("1x4"))
    shown(raised.value.mistake, tmp_path / "model.py", here(text))


def test_no_parameters_are_said(tmp_path: Path) -> None:
    text = net().replace("self.a = nn.Linear(4, 2)", "self.a = [nn.Linear(4, 2)]")
    mistake = check(opened(tmp_path / "model.py", text))
    assert mistake is not None
    assert "no parameters" in str(mistake.text)
    frozen = check(opened(tmp_path / "model.py", net(init="self.requires_grad_(False)")))
    assert frozen is not None
    assert "requires grad" in str(frozen.text)
    assert check(opened(tmp_path / "model.py", net())) is None


@pytest.mark.parametrize(
    ("module", "package"),
    [("cv2", "opencv-python"), ("PIL", "pillow"), ("sklearn", "scikit-learn"), ("yaml", "PyYAML"),
     ("not_there", "not_there")],
)  # fmt: skip
def test_the_package_to_install_is_named(module: str, package: str, tmp_path: Path) -> None:
    with pytest.raises(ModelError) as raised:
        opened(tmp_path / "model.py", f"import {module}\n")
    assert f"pip install {package}." in str(raised.value.mistake.instead)


def test_what_is_no_module_is_said(tmp_path: Path) -> None:
    text = "class Net:  # HERE\n    pass\ndef make_model():  # THERE\n    return 3\n"
    for name in ("Net", "make_model", "absent", "x.y"):
        with pytest.raises(ModelError) as raised:
            opened(tmp_path / "model.py", text, name)
        assert raised.value.mistake.text
    for place in (tmp_path / "no.py", tmp_path, tmp_path / "empty.py"):
        (tmp_path / "empty.py").write_text("")
        with pytest.raises(ModelError):
            load(Target(path=place))


def test_torch_still_works() -> None:
    assert torch.ones(2).sum().item() == 2
