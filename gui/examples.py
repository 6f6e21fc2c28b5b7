"""What the window says of the examples: their titles, and what to look at in each.

The texts are the files' own. They stand here once more because the translators' tool reads no
other files; an example that is missing here is shown in English.
"""

from __future__ import annotations

from .. import catalogue


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """The text itself; lupdate knows this name and collects it."""
    return text


TEXTS: tuple[tuple[str, str], ...] = (
    (
        QT_TRANSLATE_NOOP("Actions", "Autoencoder"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "What the decoder learns of the input passes the narrow middle; so does the "
            "gradient back.",
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Actions", "Checkpointed net"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "What blocks 0 and 1 saved is packed by a hook: backward runs their forward "
            "again to have it.",
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Actions", "Double backward"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "The loss holds a gradient: create_graph records a backward, as "
            "TanhBackwardBackward0 shows.",
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Actions", "Custom Function"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "BinarizeBackward is no operation of torch: its rule is the backward written in "
            "the class.",
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Actions", "GAN step with two losses"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "loss_d reaches only the discriminator, loss_g only the generator: one graph for "
            "each of them.",
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Actions", "Unrolled LSTM"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "The same cell at every time step: its weights are used 16 times, and 16 "
            "gradients add up in each.",
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Actions", "Multilayer perceptron"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "Linear layers with ReLU in between: one straight path, and every weight waits "
            "beside its layer.",
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Actions", "Residual block"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "At each AddBackward0 the gradient goes two ways: through the layers, and past "
            "them unchanged.",
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Actions", "Tiny transformer"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "Query, key and value come from one tensor and meet in attention; each block "
            "adds to what came in.",
        ),
    ),
)


def listed() -> dict[str, tuple[str, str]]:
    """Each example's title and what to look at, by its name; English sources."""
    examples = map(catalogue.example, catalogue.names())
    return {example.name: (example.title, example.look) for example in examples}
