"""Every example: a script for plain Python, and in a session the very same numbers."""

from __future__ import annotations

import re
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from gradwalk import Session, catalogue
from gradwalk.engine import observe, script, statements
from gradwalk.engine.failures import failure
from gradwalk.engine.messages import Restore, Settings

FOLDER = Path(catalogue.__file__).parent / "assets" / "examples"
EXAMPLES = catalogue.names()
OPTIMIZERS = ["manual", "sgd", "adam", "adamw"]


def same(a: Any, b: Any) -> bool:
    """Bit for bit, None and NaN included."""
    if not isinstance(a, torch.Tensor) or not isinstance(b, torch.Tensor):
        return type(a) is type(b) and a == b
    return a.dtype == b.dtype and a.shape == b.shape and a.detach().numpy().tobytes() == (
        b.detach().numpy().tobytes()
    )  # fmt: skip


def plain(session: Session) -> tuple[dict[str, Any], str]:
    """The namespace that plain Python has after the session's script, and what it printed."""
    names: dict[str, Any] = {"__name__": "__main__"}
    told = StringIO()
    names["print"] = lambda *values: print(*values, file=told)
    with torch.random.fork_rng():
        exec(compile(session.script(), "script", "exec"), names)
    return names, told.getvalue()


def check(session: Session) -> None:
    """Parameters, gradients, buffers, optimizer state and roots are those of the plain script."""
    names, printed = plain(session)
    mine, net = session.model, names["net"]
    assert [n for n, _ in mine.named_parameters()] == [n for n, _ in net.named_parameters()]
    for (name, a), b in zip(mine.named_parameters(), net.parameters(), strict=True):
        assert same(a, b), name
        assert same(a.grad, b.grad), f"{name}.grad"
    for (name, a), b in zip(mine.named_buffers(), net.buffers(), strict=True):
        assert same(a, b), name
    for root in (*session.losses, "output"):
        found = session.machine.names.get(root)
        assert same(found, names.get(root)), root
    if session.optimizer is not None:
        state = names["optimizer"].state_dict()["state"]
        ours = session.optimizer.state_dict()["state"]
        assert state.keys() == ours.keys()
        for index, values in state.items():
            assert all(same(ours[index][key], value) for key, value in values.items())
    place = 0
    for statement in session.statements:  # the same was printed, in the same order
        place = printed.find(statement.output, place)
        assert place >= 0, statement
        place += len(statement.output)


def numbers(session: Session) -> list[torch.Tensor | None]:
    """All there is to compare of a session with itself at another time."""
    names = session.machine.names
    found = [names.get(root) for root in (*session.losses, "output")]
    found += [t for p in session.model.parameters() for t in (p, p.grad)]
    return [None if t is None else t.detach().clone() for t in found]


# --- the files ------------------------------------------------------------------------------


def test_the_catalogue_shows_the_typical_structures() -> None:
    assert set(EXAMPLES) >= {
        "mlp", "residual", "transformer", "lstm", "autoencoder", "gan", "function",
        "checkpointed", "double_backward",
    }  # fmt: skip


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_runs_in_plain_python_as_it_stands(name: str, tmp_path: Path) -> None:
    file = FOLDER / f"{name}.py"
    done = subprocess.run(
        [sys.executable, "-I", str(file)], cwd=tmp_path, capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_can_be_read_by_a_student(name: str) -> None:
    example = catalogue.example(name)
    text = (FOLDER / f"{name}.py").read_text("utf-8")
    assert text.count("\n") <= 60
    assert example.look.endswith(".")
    assert "input" in example.made
    assert {"output", *example.losses} <= catalogue.assigned(example.forward).keys()
    # A script may go on with the tutorial's Net afterwards; strings over lines can't be indented.
    assert "class Net(" not in text
    assert '"""' not in text
    assert "__future__" not in text


@pytest.mark.parametrize("name", EXAMPLES)
def test_only_net_is_trained_and_the_batch_is_tensors_that_stay_as_they_are(name: str) -> None:
    session = Session(name)
    names = session.machine.names
    tensors = [names[made] for made in catalogue.example(name).made]
    assert all(isinstance(t, torch.Tensor) and not t.requires_grad for t in tensors)
    before = [t._version for t in tensors]
    modules = [n for n, value in names.items() if isinstance(value, torch.nn.Module)]
    assert modules == ["net"]
    session.begin_training()
    session.train(2)
    session.end_training()
    assert [t._version for t in tensors] == before


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda text: text.replace("# %% batch\n", ""), "the sections are"),
        (lambda text: text.replace("torch.manual_seed(0)\n", ""), "begins with torch.manual_seed"),
        (lambda text: text.replace("loss.backward()", "print(loss)"), "loss.backward()"),
        (lambda text: "\n".join(text.split("\n")[1:]), "two lines of comment"),
    ],
)
def test_a_file_that_is_no_example_says_what_it_lacks(change: Any, complaint: str) -> None:
    text = (FOLDER / "mlp.py").read_text("utf-8")
    with pytest.raises(catalogue.ExampleError, match=re.escape(complaint)):
        catalogue.read("mine", change(text))


# --- in a session ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_session_has_the_numbers_of_the_file(name: str) -> None:
    names: dict[str, Any] = {"__name__": "__main__"}
    with torch.random.fork_rng():
        exec(compile((FOLDER / f"{name}.py").read_text("utf-8"), name, "exec"), names)
    session = Session(name)
    session.forward()
    for loss in session.losses:
        session.backward(of=loss)
    for ours, theirs in zip(session.model.parameters(), names["net"].parameters(), strict=True):
        assert same(ours, theirs)
        assert same(ours.grad, theirs.grad)
        assert ours.grad is not None
    session.step()
    session.undo()
    check(session)


@pytest.mark.parametrize("name", [name for name in EXAMPLES if name != "gan"])
def test_training_an_example_makes_it_better(name: str) -> None:
    session = Session(name, optimizer="adam")
    session.forward()
    before = session.loss.item()
    session.begin_training()
    session.train(60)
    session.end_training()
    assert session.loss.item() < before


def test_the_gans_points_come_nearer_to_the_real_ones() -> None:
    session = Session("gan", lr=0.05)
    real = session.machine.names["real"].mean(0)
    session.forward()
    assert session.output is not None
    assert (session.output.mean(0) - real).norm() > 2
    session.begin_training()
    session.train(500)
    session.end_training()
    assert (session.output.mean(0) - real).norm() < 0.5


def test_each_loss_of_the_gan_reaches_its_own_half() -> None:
    session = Session("gan")
    session.forward()
    found = observe.found(session.machine)
    assert found is not None
    assert found.root_names == ("loss_d", "loss_g")
    assert session.roots == ("loss_d", "loss_g", "output")
    session.backward()
    reached = {
        row.name.split(".")[0]
        for row in observe.rows(session.machine)
        if row.gradient_norm is not None
    }
    assert reached == {"discriminator"}
    session.backward(of="loss_g")
    rows = observe.rows(session.machine)
    assert all(row.gradient_norm is not None and row.accumulations == 1 for row in rows)


def test_a_step_after_one_loss_of_two_is_refused_in_pythons_words_and_explained() -> None:
    session = Session("gan")
    session.forward()
    session.backward()
    with pytest.raises(AttributeError, match="'NoneType' object has no attribute 'data'") as raised:
        session.step()
    assert "several losses" in str(failure(session, raised.value, "").instead)
    check(session)


def test_training_the_gan_shows_what_flowed_from_both_losses() -> None:
    session = Session("gan")
    session.begin_training()
    session.train(2)
    session.end_training()
    flow = observe.flow(session.machine)
    assert flow is not None
    assert flow.reached.numpy().all()
    assert session.backwards == 4


def test_every_loss_of_the_gan_is_measured_by_its_name() -> None:
    session = Session("gan")

    def check_losses() -> None:
        names, _ = plain(session)
        wanted = {name: names[name].item() for name in ("loss_d", "loss_g")}
        assert observe.losses(session.machine) == wanted
        assert list(observe.losses(session.machine)) == ["loss_d", "loss_g"]

    assert observe.losses(session.machine) == {}
    session.forward()
    check_losses()
    session.begin_training()
    session.train(3)
    session.end_training()
    check_losses()
    session.undo()
    check_losses()


def test_a_root_that_is_none_is_refused() -> None:
    session = Session("lstm")
    session.forward()
    with pytest.raises(ValueError, match="'loss' or 'output'"):
        session.backward(of="loss_d")
    assert session.position == 1


def test_the_checkpointed_example_saves_less_and_computes_the_same() -> None:
    text = (FOLDER / "checkpointed.py").read_text("utf-8")
    kept: list[dict[str, Any]] = [{"__name__": "__main__"}, {"__name__": "__main__"}]
    usual = text.replace("checkpoint(self.blocks[0], x, use_reentrant=False)", "self.blocks[0](x)")
    usual = usual.replace("checkpoint(self.blocks[1], x, use_reentrant=False)", "self.blocks[1](x)")
    assert usual.count("use_reentrant") == 0
    with torch.random.fork_rng():
        exec(text, kept[0])
        exec(usual, kept[1])
    for a, b in zip(kept[0]["net"].parameters(), kept[1]["net"].parameters(), strict=True):
        assert same(a.grad, b.grad)


@pytest.mark.parametrize("given", [{"batch": 3}, {"batched": False}, {"data": "digits"}])
def test_an_example_brings_its_own_batch_and_says_so(given: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="brings its own"):
        Session("lstm", **given)
    session = Session("lstm")
    with pytest.raises(ValueError, match="brings its own"):
        session.configure(**given)
    assert session.position == 0


def test_from_net_to_net_and_back() -> None:
    session = Session(batch=3)
    for name in ("lstm", "gan", "net", "neuron", "mlp", "net"):
        session.forward()
        session.configure(net=name)
        with pytest.raises(NameError):  # no graph of another net is left
            session.backward()
    assert (session.settings.data, session.settings.loss) == ("random", "mse")
    assert session.input.shape[0] == 3
    session.forward()
    check(session)
    while session.undo():
        check(session)


@pytest.mark.parametrize("name", EXAMPLES)
def test_everything_moves_with_the_net(name: str) -> None:
    usual = Settings(net=name, data="own", loss="own", optimizer="adam")
    started = script.PREAMBLE + statements.setup(replace(usual, device="meta"))
    moved = f"{script.PREAMBLE}{statements.setup(usual)}\n{statements.move(usual, 'meta')}"
    for code in (started, moved):
        names: dict[str, Any] = {"__name__": "__main__"}
        with torch.random.fork_rng():
            exec(f"{code}\n{catalogue.example(name).forward}", names)
        tensors = [value for value in names.values() if isinstance(value, torch.Tensor)]
        assert {t.device.type for t in (*tensors, *names["net"].parameters())} == {"meta"}
        assert set(catalogue.example(name).made) <= names.keys()


# --- any verbs in any order -----------------------------------------------------------------


def verb(session: Session, name: str, argument: Any) -> str:
    """Do it; what it raised."""
    try:
        if name == "backward":
            root, retain, random = argument
            roots = (*session.losses, "output")
            session.backward(retain, "random" if random else None, roots[root % len(roots)])
        elif name == "train":
            session.begin_training()
            try:
                session.train(argument)
            finally:
                session.end_training()
        elif name == "configure":
            session.configure(**argument)
        elif name == "zero_grad":
            session.zero_grad(argument)
        else:
            getattr(session, name)()
    except Exception as raised:  # noqa: BLE001 (whatever torch raises is in the script too)
        return f"{type(raised).__name__}: {raised}"
    return ""


VERBS = st.one_of(
    st.tuples(st.sampled_from(["forward", "forward", "step", "next_batch"]), st.none()),
    st.tuples(st.just("backward"), st.tuples(st.integers(0, 2), st.booleans(), st.booleans())),
    st.tuples(st.just("zero_grad"), st.booleans()),
    st.tuples(st.just("train"), st.integers(1, 4)),
    st.tuples(st.just("configure"), st.builds(dict, optimizer=st.sampled_from(OPTIMIZERS))),
    st.tuples(st.just("configure"), st.builds(dict, lr=st.sampled_from([0.1, 0.001]))),
    st.tuples(st.just("configure"), st.builds(dict, seed=st.integers(0, 2))),
    st.tuples(st.just("configure"), st.builds(dict, net=st.sampled_from([*EXAMPLES, "net"]))),
    st.tuples(st.sampled_from(["undo", "undo", "redo"]), st.none()),
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(EXAMPLES), st.integers(0, 3), st.lists(VERBS, min_size=1, max_size=20),
    st.booleans(),
)  # fmt: skip
def test_any_sequence_has_the_bits_of_its_script(
    name: str, seed: int, sequence: list[tuple[str, Any]], checkpoints: bool
) -> None:
    session = Session(name, seed=seed)
    seen = {0: numbers(session)}
    for verb_name, argument in sequence:
        if checkpoints:
            session._history._since = 9.0  # as after long work: one before the next forward
        position = session.position
        error = verb(session, verb_name, argument)
        failed = session.position > position and session.statements[-1].failed
        assert bool(error) == failed or session.position == position
        if verb_name in ("undo", "redo"):
            before = seen[session.position]
            assert all(map(same, numbers(session), before))
        seen[session.position] = numbers(session)
    check(session)
    restore = Restore(
        settings=session.initial, journal=tuple(session.journal), position=session.position
    )
    for data in {session.checkpoint(), None}:
        again = Session.restored(restore, data)
        assert again.script() == session.script()
        assert all(map(same, numbers(again), numbers(session)))
