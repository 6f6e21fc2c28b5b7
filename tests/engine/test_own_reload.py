"""A model of a person's own is loaded again from its file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import torch

from gradwalk import Session
from gradwalk.engine.loader.mistakes import ModelError

from .own_cases import bits, same, session_names

NET = """import torch
from torch import nn
from sizes import WIDTH
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 5)
        self.b = nn.Linear(5, WIDTH)
    def forward(self, x):
        return self.b(self.a(x).relu())
"""


def written(folder: Path, width: int, text: str = NET, name: str = "model.py") -> str:
    (folder / "sizes.py").write_text(f"WIDTH = {width}\n")
    (folder / name).write_text(text)
    return f"{folder / name}:Net"


@pytest.mark.parametrize("optimizer", ["manual", "adam", "AdamW"])
def test_reload_keeps_what_fits_and_undo_takes_it_back(optimizer: str, tmp_path: Path) -> None:
    session = Session(written(tmp_path, 3), optimizer=optimizer, loss="sum", inputs="2x4")
    for _ in range(2):
        session.forward()
        session.backward()
        session.step()
    before = bits(session_names(session), ("loss",))
    first = session.model.get_parameter("a.weight")
    moment = session.optimizer.state[first]["exp_avg"].clone() if session.optimizer else None
    written(tmp_path, 6, NET + "# more\n")
    told = session.reload()
    assert told.kept == 2
    assert [row.name for row in told.dropped] == ["b.weight", "b.bias"]
    assert "3x5" in str(told.dropped[0].why) and "6x5" in str(told.dropped[0].why)
    now = session.model.get_parameter("a.weight")
    assert torch.equal(now, before["a.weight"])
    assert session.model.get_parameter("b.weight").shape == (6, 5)
    if session.optimizer is not None:
        assert torch.equal(session.optimizer.state[now]["exp_avg"], moment)
    session.forward()
    after = bits(session_names(session), ("loss",))
    session.undo()
    session.undo()
    assert same(bits(session_names(session), ("loss",)), before)
    session.redo()
    session.redo()
    assert same(bits(session_names(session), ("loss",)), after)


@pytest.mark.parametrize("name", ["model.py", "my model.py", "copy.py"])
def test_old_sources_are_run_again_after_the_files_are_gone(name: str, tmp_path: Path) -> None:
    session = Session(written(tmp_path, 3, name=name), loss="sum", inputs="2x4")
    session.forward()
    session.backward()
    session.step()
    session.forward()
    before = bits(session_names(session), ("loss",))
    (tmp_path / name).unlink()
    (tmp_path / "sizes.py").unlink()
    session.undo()
    session.redo()
    assert same(bits(session_names(session), ("loss",)), before)
    session.configure(seed=1)
    session.forward()
    assert session.loss is not None


def test_the_script_of_a_reloaded_session_runs_the_old_file_too(tmp_path: Path) -> None:
    session = Session(written(tmp_path, 3), optimizer="adam", loss="sum", inputs="2x4")
    for verb in ("forward", "backward", "step", "forward"):
        getattr(session, verb)()
    written(tmp_path, 6, NET.replace(".relu()", ".tanh()"))
    session.reload()
    for verb in ("forward", "backward", "step", "forward"):
        getattr(session, verb)()
    script = tmp_path / "copied.py"
    script.write_text(session.script())
    answer = subprocess.run(
        [sys.executable, "-I", str(script)], capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    for statement in session.statements:
        assert statement.output in answer.stdout
    assert f"loss {session.loss.item()}" in answer.stdout  # type: ignore[union-attr]


def test_a_reload_that_fails_changes_nothing(tmp_path: Path) -> None:
    session = Session(written(tmp_path, 3), loss="sum", inputs="2x4")
    session.forward()
    before = bits(session_names(session), ("loss",))
    names, root = dict(session_names(session)), session.loss
    written(tmp_path, 3, NET.replace("self.b(", "self.c("))
    with pytest.raises(ModelError, match="no attribute 'c'") as raised:
        session.reload()
    assert raised.value.mistake.line == 10
    assert session.loss is root
    assert session_names(session) == names
    assert same(bits(session_names(session), ("loss",)), before)
    session.backward()


def test_only_a_model_from_a_file_can_be_loaded_again() -> None:
    with pytest.raises(ValueError, match="opened from a file"):
        Session().reload()
