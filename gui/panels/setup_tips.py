"""What each field of the setup panel is, in one or two sentences."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def tips() -> dict[str, str]:
    """By the names of the fields."""
    translate = QCoreApplication.translate
    return {
        "net": translate(
            "SetupPanel",
            "The net that runs: the tutorial's Net, one neuron, nn.Linear(1, 1), on which "
            "accumulation can be counted by eye, or an example of a typical structure. Another "
            "net starts the session anew.",
        ),
        "data": translate(
            "SetupPanel",
            "Where input and target come from: random numbers, as in the tutorial, "
            "handwritten digits from UCI, or x = 3.0 for the neuron.",
        ),
        "loss": translate(
            "SetupPanel", "What turns the output into one number: backward starts there."
        ),
        "optimizer": translate(
            "SetupPanel",
            "What Step does: the tutorial's hand-written update, or an optimizer of "
            "torch.optim with its own state.",
        ),
        "lr": translate("SetupPanel", "Learning rate: how far Step moves along the gradient."),
        "momentum": translate(
            "SetupPanel", "How much of the last step's direction SGD keeps. 0: none."
        ),
        "seed": translate(
            "SetupPanel",
            "torch.manual_seed: the same seed gives the same numbers. "
            "Another seed starts the session anew.",
        ),
        "device": translate(
            "SetupPanel",
            "Where the tensors live. Moving keeps weights, gradients and optimizer state.",
        ),
        "batch": translate(
            "SetupPanel", "How many samples go through the net at once: the N of the input's shape."
        ),
        "batched": translate(
            "SetupPanel",
            "torch.nn expects mini-batches: N×1×32×32. Off: one sample without its batch "
            "dimension, 1×32×32. Press Forward to see what PyTorch says of it; "
            "input.unsqueeze(0) adds the dimension.",
        ),
    }


def of_example() -> str:
    """Why what an example brings can't be changed."""
    return QCoreApplication.translate(
        "SetupPanel",
        "The example's own: it is part of the text that runs. Statements shows it, and Copy as "
        "Python gives it to you to change.",
    )
