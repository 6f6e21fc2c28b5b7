"""Mistakes of all kinds: the person's line, why, and what to do; the session stays as it was."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from gradwalk.engine.loader.mistakes import Mistake, ModelError
from gradwalk.engine.loader.places import activate
from gradwalk.engine.messages import Configure, OwnModel
from gradwalk.engine.session import Session

HEAD = "import torch\nfrom torch import nn\nimport torch.nn.functional as F\n"


def net(
    init: str = "pass",
    forward: str = "return self.fc(x)",
    before: str = "",
    signature: str = "self, x",
) -> str:
    return f"""{HEAD}{before}
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 2)
        {init}
    def forward({signature}):
        {forward}
"""


# The text of the file, with HERE in the line that is meant, and words of the advice.
MISTAKES: dict[str, tuple[str, str]] = {
    "a layer": (net("self.b = nn.Liner(4, 2)  # HERE"), "torch.nn has nothing called Liner, but"),
    "a function": (net(forward="return torch.sigmod(self.fc(x))  # HERE"), "sigmoid was meant"),
    "a module of its own": (net(forward="return self.fc1(x)  # HERE"), "called fc1, but fc"),
    "a variable": (net(forward="hidden = self.fc(x)\n        return hiden  # HERE"), "but hidden"),
    "nothing like it": (net(forward="return self.qqq(x)  # HERE"), "Net has nothing called qqq"),
    "no self": (net(forward="return x", signature="x  # HERE\n    "), "Write self before"),
    "a generator": (
        net(forward="yield self.fc(x)", signature="self, x  # HERE\n    "), "plain def",
    ),
    "a constructor's own words": (
        net("self.c = nn.Conv2d(3, 4, 3, stride=2, padding='same')  # HERE"), "Correct the line",
    ),
    "arguments of the command line": (net(before="import sys\nn = int(sys.argv[1])  # HERE"),
                                      "run without arguments"),
    "a person who types": (net(before="n = input('layers? ')  # HERE"), "nobody can"),
    "a class in itself": (
        f"{HEAD}class Net(nn.Module):\n    def __init__(self, depth=3):\n"
        "        super().__init__()\n        self.child = Net(depth - 1)  # HERE\n",
        "calls itself",
    ),
    "no gradient, under a decorator of torch's": (
        net(before="", signature="self, x  # HERE\n    ").replace(
            "    def forward", "    @torch.inference_mode()\n    def forward"
        ),
        "no_grad cut the graph",
    ),
    "a keyword of torch's": (net(forward="return F.relu(self.fc(x), inplce=True)  # HERE"),
                             "relu has no parameter inplce"),
    "an encoding": ("# -*- coding: ascii -*-\nx = 'é'  # HERE\n", "Save it as UTF-8"),
    "in a text with values": (f"{HEAD}x = f'{{1 +}}'  # HERE\n", "no valid Python"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_stays_open(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    empty = tmp_path / "nobody types"
    empty.touch()
    with empty.open() as nobody:
        monkeypatch.setattr(sys, "stdin", nobody)
        yield
    activate(None)


def refused(session: Session, path: Path) -> Mistake:
    with pytest.raises(ModelError) as error:
        session.apply(Configure(own=OwnModel(str(path))))
    return error.value.mistake


@pytest.mark.parametrize("name", MISTAKES)
def test_the_line_and_the_advice_are_told_and_the_session_stays(name: str, tmp_path: Path) -> None:
    good, wrong = tmp_path / "good.py", tmp_path / "wrong.py"
    good.write_text(net())
    text, words = MISTAKES[name]
    wrong.write_text(text, encoding="utf-8")
    session = Session(str(good))
    session.forward()
    session.backward()
    model, script, weight = session.model, session.script(), session.model.fc.weight.grad
    mistake = refused(session, wrong)
    line = next(i for i, each in enumerate(text.split("\n"), 1) if "# HERE" in each)
    assert (mistake.file, mistake.line) == (str(wrong), line)
    assert "HERE" in mistake.source
    assert words in f"{mistake.why} {mistake.instead}"
    assert mistake.instead
    assert "only a guess" not in str(mistake.instead)
    assert all(frame.file == str(wrong) for frame in mistake.frames)
    assert session.model is model
    assert session.script() == script
    assert session.model.fc.weight.grad is weight
    session.step()


def test_warnings_that_are_errors_in_a_file_stay_in_it(tmp_path: Path) -> None:
    strict, calm = tmp_path / "strict.py", tmp_path / "calm.py"
    before = "import warnings\nwarnings.simplefilter('error')"
    strict.write_text(net(before=before))
    noisy = "import warnings\n        warnings.warn('old')  # HERE\n        return self.fc(x)"
    calm.write_text(net(forward=noisy))
    filters = list(warnings.filters)
    session = Session(str(strict), inputs="1x4")
    assert list(warnings.filters) == filters
    session.forward()
    assert list(warnings.filters) == filters
    session.model.fc.weight.data = torch.ones(2, 4)
    calm_one = Session(str(calm), inputs="1x4")
    calm_one.forward()
    strict.write_text(net(before=before, forward=noisy))
    mistake = refused(calm_one, strict)
    assert mistake.kind == "UserWarning"
    assert list(warnings.filters) == filters
