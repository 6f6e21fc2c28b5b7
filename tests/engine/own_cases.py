"""Models of a person's own, and the plain PyTorch that a session on each has to equal.

The models are files of `tests/own`. Each line of the table has the plain statements by hand: how
the net is made, how a batch is drawn, what a forward is.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from gradwalk import Session

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
    return session.machine.names
