"""The command line: what it understands, what it refuses, and how little it loads."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradwalk.engine import messages
from gradwalk.gui import arguments


def test_given_settings_replace_the_kept_ones() -> None:
    kept = messages.Settings(optimizer="adam", seed=7)
    request = arguments.parse(["--seed", "3", "--lr", "1e-3", "--net", "neuron"])
    settings = request.settings(kept)
    assert (settings.seed, settings.lr, settings.net) == (3, 1e-3, "neuron")
    assert settings.optimizer == "adam"


def test_verbs_in_their_order() -> None:
    request = arguments.parse(["--do", "forward,backward:retain_graph, backward:output,train:12"])
    assert request.verbs == (
        messages.Forward(),
        messages.Backward(retain_graph=True),
        messages.Backward(of="output", gradient="random"),
        messages.Train(iterations=12),
    )


@given(st.lists(st.sampled_from(sorted(arguments.VERBS)), max_size=20))
def test_every_list_of_verbs_is_read(words: list[str]) -> None:
    assert arguments.verbs(",".join(words)) == tuple(arguments.VERBS[word] for word in words)


@pytest.mark.parametrize(
    "line",
    [
        ["--do", "frob"],
        ["--do", "train:0"],
        ["--screenshot", "picture.txt"],
        ["--size", "12"],
        ["--lr", "nan"],
        ["--batch", "0"],
        ["--seed", "-1"],
        ["--net", "resnet"],
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    line: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        arguments.parse(line)
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert said.count("\n") == 1
    assert line[1] in said


def test_a_screenshot_has_a_path_and_a_size() -> None:
    request = arguments.parse(["--screenshot", "a.png", "--size", "1920x1080"])
    assert request.screenshot == Path("a.png")
    assert request.size == (1920, 1080)


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_load_neither_qt_nor_torch(option: str) -> None:
    code = (
        "import sys\n"
        "from gradwalk.__main__ import main\n"
        "try:\n"
        f"    main(['{option}'])\n"
        "except SystemExit as end:\n"
        "    heavy = [m for m in ('torch', 'PySide6', 'pyqtgraph') if m in sys.modules]\n"
        "    sys.exit(end.code or ','.join(heavy) or 0)\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert answer.returncode == 0, answer.stderr
    assert "gradwalk" in answer.stdout


def test_a_model_of_the_users_and_back_as_a_command(tmp_path: Path) -> None:
    line = [
        f"{tmp_path / 'my model.py'}:make_model", "--input", "1x3x8x8", "--dtype", "bfloat16",
        "--args", '{"depth": 3}', "--batch-from", f"{tmp_path / 'data.py'}:batch",
        "--loss", "CrossEntropyLoss", "--optimizer", "AdamW", "--optimizer-args",
        '{"weight_decay": 0.1}', "--lr", "0.5", "--seed", "3",
    ]  # fmt: skip
    settings = arguments.parse(line).settings(messages.Settings(optimizer="sgd"))
    assert settings.own is not None
    assert settings.own.inputs == "1x3x8x8:bfloat16"
    assert settings.net == messages.OWN
    written = shlex.split(arguments.command(settings))
    assert written[0] == "gradwalk"
    assert arguments.parse(written[1:]).settings(messages.Settings()) == settings


def test_a_relative_file_gets_its_full_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    own = arguments.parse(["model.py:Net", "--batch", "model.py:batch"]).own
    assert own is not None
    assert own.target == f"{tmp_path / 'model.py'}:Net"
    assert own.batch == f"{tmp_path / 'model.py'}:batch"
    named = arguments.parse(["package.module:Net"]).own
    assert named is not None and named.target == "package.module:Net"


@pytest.mark.parametrize(
    "line",
    [
        ["lstm"], ["--input", "1x3"], ["--dtype", "float32"], ["model.py", "--args", "{"],
        ["model.py", "--net", "net"], ["--loss", "CrossEntropyLoss"], ["--batch", "data.py:batch"],
    ],
)  # fmt: skip
def test_what_is_no_model_is_said_in_one_line(
    line: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        arguments.parse(line)
    assert ended.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1
