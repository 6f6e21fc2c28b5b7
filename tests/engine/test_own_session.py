"""A session on a model of the user's, against plain PyTorch that does the same."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradwalk import Session
from gradwalk.engine import messages as m
from gradwalk.engine import observe
from gradwalk.engine.loader.mistakes import ModelError

from .own_cases import CASES, FOLDER, SEED, VERBS, Plain, bits, drive, opened, same, session_names


@pytest.fixture(autouse=True)
def torch_as_it_was() -> Iterator[None]:
    """A file may set torch's default type."""
    yield
    torch.set_default_dtype(torch.float32)


@pytest.mark.parametrize("name", CASES)
@given(verbs=st.lists(st.sampled_from(VERBS), max_size=6), undone=st.integers(0, 3))
@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_random_verbs_equal_plain_pytorch_and_undo_returns(
    name: str, verbs: list[str], undone: int
) -> None:
    case = CASES[name]
    session, plain = opened(case), Plain(case)
    seen = [bits(session_names(session), case.losses)]
    assert same(seen[0], bits(plain.names, case.losses))
    for verb in ["forward", *verbs]:
        said, told = drive(session, verb, case), plain.do(verb)
        assert said.split(":")[0] == told.split(":")[0]
        now = bits(session_names(session), case.losses)
        assert same(now, bits(plain.names, case.losses)), verb
        seen.append(now)
    for back in range(1, min(undone, len(seen) - 1) + 1):
        session.undo()
        assert same(bits(session_names(session), case.losses), seen[-1 - back])
    while session.redo():
        pass
    assert same(bits(session_names(session), case.losses), seen[-1])


SAVE = """
numbers = {{name: p.detach() for name, p in net.named_parameters()}}
numbers |= {{f"buffer {{name}}": b for name, b in net.named_buffers()}}
numbers |= {{name: globals()[name].detach() for name in {losses!r}}}
torch.save(numbers, {folder!r} + "/numbers.pt")
"""


@pytest.mark.parametrize("name", CASES)
def test_copy_as_python_prints_the_same_numbers(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    session = opened(case)
    for verb in ("forward", "backward", "step", "next_batch", "train", "forward"):
        drive(session, verb, case)
    script = tmp_path / "copied.py"
    script.write_text(session.script() + SAVE.format(folder=str(tmp_path), losses=case.losses))
    answer = subprocess.run(
        [sys.executable, "-I", str(script)], cwd=tmp_path, capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    for statement in session.statements:
        assert statement.output in answer.stdout
    there = torch.load(tmp_path / "numbers.pt")
    here = bits(session_names(session), case.losses)
    assert all(torch.equal(value, there[name]) for name, value in here.items() if name in there)
    assert {name for name in here if not name.endswith(".grad")} == set(there)


def test_the_state_of_lbfgs_outlives_its_engine() -> None:
    case = CASES["closure"]
    session, plain = opened(case), Plain(case)
    for verb in ("train", "train", "forward"):
        drive(session, verb, case)
        plain.do(verb)
    session._history._since = 9.0  # work enough for a checkpoint before the next forward
    session.forward()
    restore = m.Restore(
        settings=session.initial, journal=tuple(session.journal), position=session.position
    )
    data = session.checkpoint()
    assert data is not None
    after = Session.restored(restore, data)
    plain.do("forward")
    for verb in ("backward", "step", "train"):
        drive(after, verb, case)
        plain.do(verb)
        assert same(bits(session_names(after), case.losses), bits(plain.names, case.losses))


def test_after_a_closure_every_gradient_is_of_one_backward() -> None:
    session = opened(CASES["closure"])
    for verb in ("forward", "backward", "forward", "backward", "step"):
        drive(session, verb, CASES["closure"])
    assert {row.accumulations for row in observe.rows(session.machine)} == {1}


@pytest.mark.parametrize(
    "name", ["resnet", "experts", "gan", "tied", "remembering", "lazy", "closure"]
)
def test_a_new_engine_goes_on_where_the_old_one_was(name: str) -> None:
    case = CASES[name]
    session = opened(case)
    for verb in ("forward", "backward", "step", "train", "next_batch", "forward"):
        drive(session, verb, case)
    command = m.Restore(
        settings=session.initial, journal=tuple(session.journal), position=session.position
    )
    after = Session.restored(m.decode_command(m.encode(command)[4:]))  # type: ignore[arg-type]
    assert same(bits(session_names(session), case.losses), bits(session_names(after), case.losses))
    assert after.statements == session.statements


def test_a_new_seed_runs_the_file_anew() -> None:
    session = opened(CASES["instance"])
    first = bits(session_names(session), ("loss",))
    drive(session, "train", CASES["instance"])
    session.configure(seed=SEED)
    assert same(bits(session_names(session), ("loss",)), first)
    session.configure(net="net")
    session.forward()
    assert session.loss is not None and session.loss.dtype == torch.float32
    while session.undo():
        pass
    assert same(bits(session_names(session), ("loss",)), first)


def test_settings_say_what_was_guessed() -> None:
    session = Session.open(str(FOLDER / "resnet.py"))
    own = session.settings.own
    assert own is not None
    assert own.target == f"{FOLDER / 'resnet.py'}:ResNet"
    assert (own.inputs, own.root, own.loss) == ("1x3x32x32", "output", "CrossEntropyLoss")
    assert own.revision


def test_the_random_numbers_around_a_session_are_left_alone() -> None:
    import random

    def legacy() -> Any:
        return np.random.get_state()[1]  # noqa: NPY002

    def states() -> Any:
        return torch.get_rng_state().tolist(), random.getstate(), legacy().tolist()

    before, path = states(), list(sys.path)
    session = opened(CASES["experts"])
    session.forward()
    assert states() == before
    assert set(path) <= set(sys.path)


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"arguments": "{"}, "never closed"),
        ({"loss": "NoLoss"}, "NoLoss"),
        ({"optimizer": "NoOptimizer"}, "NoOptimizer"),
        ({"inputs": "1xx"}, "no shape"),
        ({"root": "output.logits"}, "logits"),
        ({"batch": "nothing"}, "nothing"),
        ({"loss": "CTCLoss"}, "time × batch × classes"),
    ],
)
def test_choices_that_do_not_fit_are_said(choices: dict[str, Any], words: str) -> None:
    with pytest.raises(ModelError, match=words):
        Session(str(FOLDER / "resnet.py"), **choices)


def test_a_model_larger_than_memory_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "large.py"
    path.write_text(
        "from torch import nn\nclass Net(nn.Module):\n    def __init__(self, n=3):\n"
        "        super().__init__()\n        self.a = nn.Linear(n, n)\n"
        "    def forward(self, x):\n        return self.a(x)\n"
    )
    session = Session()
    own = m.OwnModel(f"{path}:Net", arguments='{"n": 3000000}')
    with pytest.raises(ModelError, match="needs about"):
        session.configure(own=own)
    assert session.settings.net == "net"
    small = msgspec.structs.replace(own, arguments="", anyway=True)
    session.configure(own=small)
    assert session.settings.net == "own"


def test_a_flow_says_when_a_closure_has_left_other_gradients() -> None:
    """What flowed in the last Backward stays on screen; `.grad` is of the closure's last one."""
    session = opened(CASES["closure"])

    def flowed() -> m.Flow:
        flow = observe.flow(session.machine)
        assert flow is not None
        return flow

    def shown_is_in_grad() -> bool:
        """Whether the norms at the leaves are those of `.grad`."""
        found, flow = observe.found(session.machine), flowed()
        assert found is not None
        there = {name: p.grad for name, p in session.model.named_parameters()}
        return all(
            there[name] is not None
            and float(flow.norms.numpy()[i]) == pytest.approx(float(there[name].norm()), rel=1e-6)
            for i, name in enumerate(found.parameters)
            if name
        )

    session.forward()
    session.backward()
    assert shown_is_in_grad()
    assert not flowed().closed
    session.step()
    assert not shown_is_in_grad()
    assert flowed().closed
    session.undo()
    assert shown_is_in_grad()
    assert not flowed().closed
    session.redo()
    session.zero_grad()
    assert not flowed().closed
    session.forward()
    session.backward()
    assert shown_is_in_grad()
    assert not flowed().closed
    session.begin_training()
    session.train(1)
    session.end_training()
    assert flowed().closed
