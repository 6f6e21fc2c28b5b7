"""The verbs, and the pace of training."""

from __future__ import annotations

from ...engine import messages
from .spec import QT_TRANSLATE_NOOP, Options, Spec


def _backward(options: Options) -> messages.Command:
    return messages.Backward(retain_graph=options.retain_graph)


def _backward_random(options: Options) -> messages.Command:
    return messages.Backward(
        retain_graph=options.retain_graph, of="output", gradient="random"
    )  # fmt: skip


VERBS = (
    Spec(
        "forward", "run", QT_TRANSLATE_NOOP("Actions", "&Forward"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "Runs the net on the input and computes the loss. "
            "Autograd records every operation: that record is the graph.",
        ),
        keys=("F",), icon="forward", bar="verbs", named=True, needs=("engine",),
        words="output = net(input) criterion loss", command=lambda _: messages.Forward(),
    ),
    Spec(
        "backward", "run", QT_TRANSLATE_NOOP("Actions", "&Backward"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "loss.backward(): walks the graph from the loss to the parameters and adds each "
            "gradient to .grad. Frees the saved tensors unless retain_graph is on.",
        ),
        keys=("B",), icon="backward", bar="verbs", named=True, needs=("engine",),
        words="loss.backward() gradient", command=_backward,
    ),
    Spec(
        "backward_random", "run",
        QT_TRANSLATE_NOOP("Actions", "Backward from the output with a &random gradient"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "output.backward(torch.randn(...)): the output is no scalar, so backward needs to be "
            "told the gradient it starts from. Here it is drawn at random.",
        ),
        keys=("Shift+B",), icon="backward_random", bar="verbs", needs=("engine",),
        words="out.backward(torch.randn(1, 10))", command=_backward_random,
    ),
    Spec(
        "retain_graph", "run", QT_TRANSLATE_NOOP("Actions", "retain_&graph"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "On: backward keeps the saved tensors, so that a second backward through the same "
            "graph is possible. Off, as in PyTorch: they are freed.",
        ),
        icon="retain_graph", bar="verbs", named=True, checkable=True,
        words="keep buffers second backward",
    ),
    Spec(
        "zero_grad", "run", QT_TRANSLATE_NOOP("Actions", "&Zero grad"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "net.zero_grad(): forgets the gradients. Without it, the next backward adds its "
            "gradients to the old ones.",
        ),
        keys=("Z",), icon="zero_grad", bar="verbs", named=True, needs=("engine",),
        words="net.zero_grad() optimizer.zero_grad() clear",
        command=lambda options: messages.ZeroGrad(set_to_none=options.set_to_none),
    ),
    Spec(
        "set_to_none", "run", QT_TRANSLATE_NOOP("Actions", "set_to_&none"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "On, as in PyTorch: zero_grad sets .grad to None. Off: it fills .grad with zeros. "
            "The two are not the same, and are shown as different things.",
        ),
        icon="set_to_none", bar="verbs", named=True, checkable=True, checked=True,
        words="zero_grad(set_to_none=False) zeros",
    ),
    Spec(
        "step", "run", QT_TRANSLATE_NOOP("Actions", "&Step"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "Moves every parameter against its gradient: optimizer.step(), or the hand-written "
            "weight -= lr * grad.",
        ),
        keys=("S",), icon="step", bar="verbs", named=True, needs=("engine",),
        words="optimizer.step() update weights", command=lambda _: messages.Step(),
    ),
    Spec(
        "train", "run", QT_TRANSLATE_NOOP("Actions", "&Train"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "Repeats zero_grad, forward, backward and step until paused, at the chosen pace.",
        ),
        keys=("Space",), icon="train", bar="train", named=True, needs=("engine",),
        words="loop run pause stop training",
    ),
)  # fmt: skip

PACES = (
    Spec(
        "pace_1", "pace", QT_TRANSLATE_NOOP("Actions", "&1 per second"),
        QT_TRANSLATE_NOOP("Actions", "One iteration per second: slow enough to talk it through."),
        group="pace", checkable=True, value=1.0, words="train speed slow",
    ),
    Spec(
        "pace_5", "pace", QT_TRANSLATE_NOOP("Actions", "&5 per second"),
        QT_TRANSLATE_NOOP("Actions", "Five iterations per second."),
        group="pace", checkable=True, value=5.0, words="train speed",
    ),
    Spec(
        "pace_30", "pace", QT_TRANSLATE_NOOP("Actions", "&30 per second"),
        QT_TRANSLATE_NOOP("Actions", "Thirty iterations per second: every one of them is shown."),
        group="pace", checkable=True, value=30.0, words="train speed",
    ),
    Spec(
        "pace_0", "pace", QT_TRANSLATE_NOOP("Actions", "&Flat out"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "As fast as PyTorch can. The window shows some of the iterations and says which; "
            "training never waits for it.",
        ),
        group="pace", checkable=True, checked=True, value=0.0, words="train speed fast maximum",
    ),
)  # fmt: skip
