"""A model's arguments: JSON, tuples where they are wanted, Python's own words; always the same."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from gradwalk.engine.loader.mistakes import ModelError
from gradwalk.engine.session import Session
from gradwalk.gui import own_arguments
from gradwalk.gui.arguments import parse
from gradwalk.gui.panels.setup_own import called

FILE = """
import torch
from torch import nn

class Plain(nn.Module):
    def __init__(self, sizes, scale=1.0):
        super().__init__()
        assert isinstance(sizes, {kind}), "sizes must be a {kind}"
        self.layers = nn.Sequential(*[nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])
        self.scale = scale
    def forward(self, x):
        return self.layers(x) * self.scale

class Cast(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        heads = heads if isinstance(heads, tuple) else (heads, heads)
        self.layers = nn.ModuleList([nn.Linear(width, width // head) for head in heads])
    def forward(self, x):
        return torch.cat([layer(x) for layer in self.layers], -1)
"""


pytestmark = pytest.mark.usefixtures("nothing_stays_open")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "sizes.py"
    path.write_text(FILE.replace("{kind}", "tuple"))
    return path


@pytest.mark.parametrize(
    ("name", "given", "made"),
    [
        ("Plain", {"sizes": [4, 3, 2]}, "Plain(sizes=(4, 3, 2))"),
        ("Plain", {"sizes": (4, 3, 2)}, "Plain(sizes=(4, 3, 2))"),
        ("Plain", '{"sizes": [4, 3, 2], "scale": 2.0}', "Plain(sizes=(4, 3, 2), scale=2.0)"),
        ("Plain", "sizes=(4, 3, 2)", "Plain(sizes=(4, 3, 2))"),
        ("Plain", "[[4, 3, 2]]", "Plain((4, 3, 2))"),
        ("Cast", '{"width": 4, "heads": [1, 2]}', "Cast(width=4, heads=(1, 2))"),
    ],
)
def test_a_list_becomes_a_tuple_where_only_that_will_do(
    file: Path, name: str, given: Any, made: str
) -> None:
    session = Session(f"{file}:{name}", arguments=given)
    session.forward()
    session.backward()
    assert f"net = {made}" in session.script()
    # Copy as Python makes it so, and Copy as command opens the same.
    done = subprocess.run(
        [sys.executable, "-c", session.script()], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    words = own_arguments.command(session.settings)
    again = parse(shlex.split(words)[1:])
    assert again.own is not None
    other = Session(f"{file}:{name}", arguments=again.own.arguments)
    other.forward()
    other.backward()
    assert other.script() == session.script()


def test_a_list_stays_a_list_where_it_will_do(tmp_path: Path) -> None:
    path = tmp_path / "lists.py"
    path.write_text(FILE.replace("{kind}", "list"))
    session = Session(f"{path}:Plain", arguments={"sizes": [4, 3, 2]})
    assert "net = Plain(sizes=[4, 3, 2])" in session.script()


def test_what_fails_with_tuples_too_is_told_as_it_was_written(file: Path) -> None:
    with pytest.raises(ModelError) as refused:
        Session(f"{file}:Cast", arguments={"width": [4], "heads": 2})
    assert "list" in str(refused.value.mistake.text)


def test_where_tuples_are_wanted_the_mistake_after_that_is_told(file: Path) -> None:
    with pytest.raises(ModelError) as refused:
        Session(f"{file}:Plain", arguments={"sizes": [4, "three"]})
    assert refused.value.mistake.kind == "TypeError"


@pytest.mark.parametrize(
    ("given", "why", "caret"),
    [
        ("sizes=wide", "wide is none.", "      ^"),
        ("sizes=(1, 2", "neither JSON nor Python", None),
        ('{"sizes": ...}', "The dots in the arguments stand for a value of yours.", None),
        ("3", "neither names with values nor a list", ""),
    ],
)
def test_what_is_no_argument_is_told(file: Path, given: str, why: str, caret: str | None) -> None:
    with pytest.raises(ModelError) as refused:
        Session(f"{file}:Plain", arguments=given)
    mistake = refused.value.mistake
    assert why in str(mistake.text)
    assert mistake.source == given
    assert "depth=3" in str(mistake.instead)
    if caret is not None:
        assert mistake.caret == caret


def test_the_setup_panel_shows_them_as_python_would() -> None:
    assert called("Plain", "sizes=(4, 3), scale=2") == "Plain(sizes=(4, 3), scale=2)"
    assert called("Plain", '{"sizes": [4, 3]}') == "Plain(sizes=[4, 3])"


def test_an_optimizer_takes_them_too(file: Path) -> None:
    session = Session(
        f"{file}:Plain", arguments="sizes=(4, 2)", optimizer="Adam", lr=0.1,
        optimizer_arguments="betas=(0.8, 0.9)",
    )  # fmt: skip
    assert "optim.Adam(net.parameters(), lr=0.1, betas=(0.8, 0.9))" in session.script()
    words = own_arguments.command(session.settings)
    assert "betas" in words and "--lr 0.1" in words
