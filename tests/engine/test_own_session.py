"""A session on a model of the user's, against plain PyTorch that does the same.

The models are files of `tests/own`. Each line of the table has the plain statements by hand: how
the net is made, how a batch is drawn, what a forward is.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch import nn

from gradwalk import Session
from gradwalk.engine import messages as m
from gradwalk.engine.loader.mistakes import ModelError

FOLDER = Path(__file__).parent.parent / "own"


@dataclass
class Case:
    """A model, what is chosen for it, and the same by hand."""

    target: str
    net: str
    batch: str
    forward: str
    choices: dict[str, Any] = field(default_factory=dict)
    optimizer: str = ""
    losses: tuple[str, ...] = ("loss",)

    @property
    def module(self) -> str:
        return self.target.partition(":")[0].removesuffix(".py")


def classes(rows: int, count: int) -> str:
    return f"target = torch.randint(0, {count}, ({rows},))"


ENTROPY = "output = net(input)\nloss = nn.CrossEntropyLoss()(output, target)"
CASES = {
    "resnet": Case("resnet.py", "net = module.ResNet()",
        f"input = torch.randn(2, 3, 8, 8)\n{classes(2, 10)}", ENTROPY, {"inputs": "2x3x8x8"}),
    "densenet": Case("densenet.py:make_model", "net = module.DenseNet(3)",
        f"input = torch.randn(1, 3, 6, 6)\n{classes(1, 5)}", ENTROPY,
        {"inputs": "1x3x6x6", "arguments": {"growth": 3}, "optimizer": "AdamW"},
        "optimizer = torch.optim.AdamW(net.parameters())"),
    "lstm": Case("recurrent.py:Tagger", "net = module.Tagger()",
        f"input = torch.randn(2, 5, 6)\n{classes(2, 3)}",
        "output, _ = net(input)\nloss = nn.CrossEntropyLoss()(output, target)",
        {"inputs": "2x5x6"}),
    "unrolled cell": Case("recurrent.py:Unrolled", "net = module.Unrolled()",
        "input = torch.randn(5, 2, 4)\ntarget = torch.randn(2, 8)",
        "output = net(input)\nloss = nn.MSELoss()(output, target)",
        {"inputs": "5x2x4", "loss": "MSELoss"}),
    "transformer": Case("translator.py", "net = module.Translator()",
        "src, tgt, target = module.make_batch()",
        "output = net(src, tgt)['logits']\n"
        "loss = nn.CrossEntropyLoss()(output.flatten(0, 1), target.flatten())",
        {"batch": "make_batch"}),
    "graph net": Case("graphnet.py", "net = module.GraphNet()",
        "graph = module.make_batch()\ntarget = torch.randn(6)",
        "output = net(graph)\nloss = nn.L1Loss()(output, target)",
        {"batch": "make_batch", "loss": "L1Loss"}),
    "unet": Case("unet.py:UNet", "net = module.UNet()", "input = module.images()",
        "loss = module.diffusion_loss(net, input)",
        {"batch": "images", "loss": "diffusion_loss", "optimizer": "RMSprop"},
        "optimizer = torch.optim.RMSprop(net.parameters())"),
    "gan": Case("gan.py", "net = module.GAN()", "input = module.make_batch()",
        "loss_d, loss_g = module.gan_loss(net, input)",
        {"batch": "make_batch", "loss": "gan_loss", "optimizer": "Adam",
         "optimizer_arguments": {"betas": [0.5, 0.9], "lr": 0.002}},
        "optimizer = torch.optim.Adam(net.parameters(), lr=0.002, betas=(0.5, 0.9))",
        ("loss_d", "loss_g")),
    "experts": Case("experts.py", "net = module.Experts()",
        "input = torch.randn(3, 6)\ntarget = torch.randn(3, 6)",
        "output = net(input)\nloss = nn.MSELoss()(output, target)",
        {"inputs": "3x6", "loss": "MSELoss"}),
    "tied": Case("tied.py", "net = module.GPT(module.GPTConfig(width=4, heads=(2, 1)))",
        "idx, targets = module.get_batch()",
        "result = net(idx, targets)\noutput = loss = result.loss",
        {"batch": "get_batch", "arguments": {"config": {"width": 4, "heads": [2, 1]}}}),
    "checkpoint": Case("tricks.py:Checkpointed", "net = module.Checkpointed()",
        f"input = torch.randn(2, 4)\n{classes(2, 2)}", ENTROPY, {"inputs": "2x4"}),
    "function": Case("tricks.py:Squares", "net = module.Squares()",
        "input = torch.randn(2, 4)", "output = net(input)\nloss = output.sum()",
        {"inputs": "2x4", "loss": "sum"}),
    "complex": Case("tricks.py:Complex", "net = module.Complex()", "input = torch.randn(2, 4)",
        "output = net(input)\nloss = output.abs().pow(2).sum()", {"inputs": "2x4"}),
    "bfloat16": Case("tricks.py:Half", "net = module.Half()",
        f"input = torch.randn(2, 4)\n{classes(2, 3)}", ENTROPY, {"inputs": "2x4"}),
    "sparse": Case("tricks.py:Sparse", "net = module.Sparse()",
        f"input = torch.randint(0, 30, (2, 3))\n{classes(2, 4)}", ENTROPY,
        {"inputs": "2x3:int64:0..29", "optimizer": "SparseAdam"},
        "optimizer = torch.optim.SparseAdam(net.parameters())"),
    "quantized": Case("tricks.py:Quantized", "net = module.Quantized()",
        f"input = torch.randn(2, 4)\n{classes(2, 4)}", ENTROPY, {"inputs": "2x4"}),
    "parametrized": Case("tricks.py:Normed", "net = module.Normed()",
        f"input = torch.randn(2, 4)\n{classes(2, 2)}", ENTROPY, {"inputs": "2x4"}),
    "compiled": Case("tricks.py:Compiled", "net = module.Compiled()",
        f"input = torch.randn(2, 4)\n{classes(2, 4)}", ENTROPY, {"inputs": "2x4"}),
    "lazy": Case("tricks.py:Lazy", "net = module.Lazy()",
        f"input = torch.randn(2, 3)\n{classes(2, 2)}", ENTROPY, {"inputs": "2x3"}),
    "remembering": Case("tricks.py:Remembering", "net = module.Remembering()",
        f"input = torch.randn(2, 4)\n{classes(2, 4)}", ENTROPY, {"inputs": "2x4"}),
    "closure": Case("recurrent.py:Tagger", "net = module.Tagger()",
        f"input = torch.randn(2, 5, 6)\n{classes(2, 3)}",
        "output, _ = net(input)\nloss = nn.CrossEntropyLoss()(output, target)",
        {"inputs": "2x5x6", "optimizer": "LBFGS", "optimizer_arguments": {"max_iter": 3}},
        "optimizer = torch.optim.LBFGS(net.parameters(), max_iter=3)"),
    "line search": Case("tricks.py:Squares", "net = module.Squares()",
        "input = torch.randn(2, 4)", "output = net(input)\nloss = output.sum()",
        {"inputs": "2x4", "loss": "sum", "optimizer": "LBFGS",
         "optimizer_arguments": {"line_search_fn": "strong_wolfe"}},
        "optimizer = torch.optim.LBFGS(net.parameters(), line_search_fn='strong_wolfe')"),
    "speech": Case("recurrent.py:Steps", "net = module.Steps()",
        "input = torch.randn(5, 2, 4)\ntarget = torch.randint(1, 8, (2, 2))",
        "output = net(input)\nloss = nn.CTCLoss()(output.log_softmax(-1), target,"
        " torch.full((2,), 5), torch.full((2,), 2))",
        {"inputs": "5x2x4", "loss": "CTCLoss"}),
    "instance": Case("instance.py:net", "net = module.net", "input, target = module.batch()",
        "output = net(input)\nloss = module.loss(output, target)",
        {"batch": "batch", "loss": "loss"}),
}  # fmt: skip
SEED = 3


@pytest.fixture(autouse=True)
def torch_as_it_was() -> Iterator[None]:
    """A file may set torch's default type."""
    yield
    torch.set_default_dtype(torch.float32)


class Plain:
    """The user's file, imported and run by hand."""

    def __init__(self, case: Case) -> None:
        import importlib.util
        import random

        self.case = case
        spec = importlib.util.spec_from_file_location("plain", FOLDER / f"{case.module}.py")
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules["plain"] = module  # dataclasses look there
        self.seeded = (torch.manual_seed, random.seed, np.random.seed)
        self.seed()
        spec.loader.exec_module(module)
        self.names: dict[str, Any] = {"module": module, "torch": torch, "nn": nn}
        self.seed()
        self.run(case.net)
        self.run(case.batch)
        self.run(case.optimizer)

    def seed(self) -> None:
        for seed in self.seeded:
            seed(SEED)

    def run(self, code: str) -> None:
        exec(code, self.names)

    def do(self, verb: str) -> str:
        """One verb; what it raised."""
        try:
            getattr(self, verb)()
        except Exception as error:  # noqa: BLE001  (the oracle tells whatever is raised)
            return f"{type(error).__name__}: {error}"
        return ""

    def forward(self) -> None:
        self.run(self.case.forward)

    def backward(self) -> None:
        self.run(f"{self.case.losses[0]}.backward()")

    def backward_twice(self) -> None:
        self.run(f"{self.case.losses[-1]}.backward(retain_graph=True)")

    def zero_grad(self) -> None:
        self.names["net"].zero_grad()

    def step(self) -> None:
        if "LBFGS" in self.case.optimizer:
            self.names["optimizer"].step(self.closure)
            return
        if self.case.optimizer:
            self.run("optimizer.step()")
            return
        for p in self.names["net"].parameters():
            if p.grad is not None:
                p.data.sub_(p.grad.data * 0.01)

    def closure(self) -> torch.Tensor:
        self.zero_grad()
        names = dict(self.names)
        exec(self.case.forward, names)
        names["loss"].backward()
        loss: torch.Tensor = names["loss"]
        return loss

    def next_batch(self) -> None:
        self.run(self.case.batch)

    def train(self) -> None:
        for _ in range(3):
            self.zero_grad()
            self.forward()
            for loss in self.case.losses:
                self.run(f"{loss}.backward()")
            self.step()


def opened(case: Case) -> Session:
    return Session(f"{FOLDER / case.target}", seed=SEED, **case.choices)


def drive(session: Session, verb: str, case: Case) -> str:
    """One verb of a session's; what it raised."""
    try:
        if verb == "train":
            session.begin_training()
            try:
                session.train(3)
            finally:
                session.end_training()
        elif verb == "backward_twice":
            session.backward(retain_graph=True, of=case.losses[-1])
        else:
            getattr(session, verb)()
    except Exception as error:  # noqa: BLE001
        return f"{type(error).__name__}: {error}"
    return ""


def bits(names: dict[str, Any], losses: tuple[str, ...]) -> dict[str, Any]:
    """Everything that has to be equal."""
    found: dict[str, Any] = {}
    for name, p in names["net"].named_parameters():
        if nn.parameter.is_lazy(p):
            continue
        found[name] = p.detach().clone()
        found[f"{name}.grad"] = None if p.grad is None else p.grad.detach().to_dense().clone()
    found |= {f"buffer {n}": b.detach().clone() for n, b in names["net"].named_buffers()}
    for loss in losses:
        found[loss] = names[loss].detach().clone() if loss in names else None
    return found


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    if one.keys() != other.keys():
        return False
    pairs = [(one[name], other[name]) for name in one]
    return all(
        (a is None and b is None)
        or (a is not None and b is not None and a.dtype == b.dtype and torch.equal(a, b))
        for a, b in pairs
    )


VERBS = ["forward", "backward", "backward_twice", "zero_grad", "step", "next_batch", "train"]


def session_names(session: Session) -> dict[str, Any]:
    return session._history.machine.names


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
    assert {row.accumulations for row in session.rows()} == {1}


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


# --- Reload ---------------------------------------------------------------------------------

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


# --- Choices --------------------------------------------------------------------------------


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
