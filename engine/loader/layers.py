"""What a model's first layers, parameters and forward's names say about its inputs."""

from __future__ import annotations

from collections.abc import Iterator

from torch import nn

from ..sentences import QT_TRANSLATE_NOOP, Sentence
from .inputs import Input

Proposal = tuple[Input, Sentence]

SIZES = (28, 32, 64, 96, 128, 224, 299)
LENGTHS = (16, 64, 28, 32, 50, 100, 128, 256, 512, 1000, 1024, 16000)
_VOLUMES = ((8, 32, 32), (16, 64, 64), (16, 112, 112), (16, 224, 224), (32, 32, 32), (64, 64, 64))
_PICTURES = ((1, 3, 32, 32), (1, 1, 28, 28), (1, 3, 224, 224))
_LAZY: dict[type, tuple[tuple[int, ...], ...]] = {  # shapes for layers that take any number
    nn.LazyLinear: ((1, 16), (1, 16, 8), *_PICTURES),
    nn.LazyConv1d: ((1, 1, 64), (1, 3, 1024)),
    nn.LazyConv2d: _PICTURES,
    nn.LazyConv3d: ((1, 1, 16, 64, 64),),
    nn.LazyConvTranspose2d: ((1, 8, 4, 4), (1, 8, 1, 1)),
    nn.LazyBatchNorm1d: ((2, 16),),
    nn.LazyBatchNorm2d: _PICTURES,
}
_OF_KERNEL: dict[int, tuple[tuple[int, ...], ...]] = {  # what a weight convolves, by its dimensions
    3: ((64,), (1024,)),
    4: ((32, 32), (224, 224)),
    5: _VOLUMES[:2],
}
_FIRST = 4  # layers that are asked
LAYER = QT_TRANSLATE_NOOP("Explain", "{kind} {path} is among the first layers, and takes {what}.")
WEIGHT = QT_TRANSLATE_NOOP("Explain", "The parameter {path} has the shape {what}.")
CHANNELS = QT_TRANSLATE_NOOP("Explain", "{count} channels")
FEATURES = QT_TRANSLATE_NOOP("Explain", "{count} features")
STEP = QT_TRANSLATE_NOOP("Explain", "{count} features at each step")
NUMBERS = QT_TRANSLATE_NOOP("Explain", "numbers from 0 to {last}")
ANYTHING = QT_TRANSLATE_NOOP("Explain", "whatever it is given first")
NORMALISED = QT_TRANSLATE_NOOP("Explain", "what it normalises")
COMMON = QT_TRANSLATE_NOOP("Explain", "Nothing tells its shape: a common one.")


def proposals(model: nn.Module) -> list[Proposal]:
    """Inputs that the first layers could take, the likeliest first."""
    found: list[Proposal] = []
    asked = 0
    for path, module in model.named_modules():
        options = list(_of_layer(module))
        if options:
            kind = type(module).__name__
            found += [(i, LAYER.filled(kind=kind, path=path, what=what)) for i, what in options]
            asked += 1
            if asked == _FIRST:
                break
    return found


def of_parameters(model: nn.Module) -> list[Proposal]:
    """Inputs for a model that has weights but no layers that tell; then common ones."""
    found: list[Proposal] = []
    known = [(n, p) for n, p in model.named_parameters() if not nn.parameter.is_lazy(p)]
    for path, weight in known[:3]:
        if weight.dim() in _OF_KERNEL:
            why = WEIGHT.filled(path=path, what="x".join(map(str, weight.shape)))
            found += [
                (Input((1, weight.shape[1], *size)), why) for size in _OF_KERNEL[weight.dim()]
            ]
        for width in dict.fromkeys((weight.shape[0], weight.shape[-1]) if weight.dim() else (1,)):
            why = WEIGHT.filled(path=path, what="x".join(map(str, weight.shape)))
            found += [(Input((1, width)), why), (Input((1, 16, width)), why)]
    shapes = ((1, 3, 32, 32), (1, 1, 28, 28), (1, 16), (1, 1), (1, 3, 224, 224), (1, 16, 8), (8,))
    return found + [(Input(shape), COMMON) for shape in shapes]


def shares(model: nn.Module, count: int) -> Iterator[Proposal]:
    """Inputs that together are as wide as the first linear layer: forward may join them."""
    for path, m in model.named_modules():
        if isinstance(m, nn.Linear) and m.in_features and m.in_features % count == 0:
            what = FEATURES.filled(count=m.in_features)
            why = LAYER.filled(kind=type(m).__name__, path=path, what=what)
            yield Input((1, m.in_features // count)), why
            return


def _of_layer(m: nn.Module) -> Iterator[tuple[Input, Sentence]]:
    """Inputs for one layer, in the order in which they are tried, and what it takes in words."""
    if isinstance(m, nn.modules.lazy.LazyModuleMixin):
        for taken in _LAZY.get(type(m), ((1, 16),)):
            yield Input(taken), ANYTHING
    elif isinstance(m, nn.Conv2d):
        what = CHANNELS.filled(count=m.in_channels)
        for size in _image_sizes(m):
            yield Input((1, m.in_channels, size, size)), what
    elif isinstance(m, nn.ConvTranspose2d):
        for size in (1, 4, 7, 8, 16, 32):
            yield Input((1, m.in_channels, size, size)), CHANNELS.filled(count=m.in_channels)
    elif isinstance(m, nn.Conv1d | nn.ConvTranspose1d):
        for length in LENGTHS:
            yield Input((1, m.in_channels, length)), CHANNELS.filled(count=m.in_channels)
            yield Input((1, length, m.in_channels)), CHANNELS.filled(count=m.in_channels)
    elif isinstance(m, nn.Conv3d | nn.ConvTranspose3d):
        for volume in _VOLUMES:
            yield Input((1, m.in_channels, *volume)), CHANNELS.filled(count=m.in_channels)
    elif isinstance(m, nn.Embedding | nn.EmbeddingBag):
        span = (0, m.num_embeddings - 1)
        for places in ((1, 16), (1, 8), (1, 4), (1,), (1, 1), (1, 2)):
            yield Input(places, "int64", span), NUMBERS.filled(last=span[1])
    elif isinstance(m, nn.RNNBase):
        shape: tuple[int, ...] = (1, 16, m.input_size) if m.batch_first else (16, 1, m.input_size)
        yield Input(shape), STEP.filled(count=m.input_size)
    elif isinstance(m, nn.Transformer):
        shape = (1, 16, m.d_model) if m.batch_first else (16, 1, m.d_model)
        yield Input(shape), STEP.filled(count=m.d_model)
    elif isinstance(m, nn.MultiheadAttention):
        shape = (1, 16, m.embed_dim) if m.batch_first else (16, 1, m.embed_dim)
        yield Input(shape), STEP.filled(count=m.embed_dim)
    elif isinstance(m, nn.RNNCellBase):
        yield Input((1, m.input_size)), FEATURES.filled(count=m.input_size)
        yield Input((1, 16, m.input_size)), STEP.filled(count=m.input_size)
    elif isinstance(m, nn.Linear):
        yield from _features(m.in_features)
    elif isinstance(m, nn.Bilinear):
        yield from _features(m.in1_features)
    elif isinstance(m, nn.LayerNorm | nn.RMSNorm):
        yield Input((1, *m.normalized_shape)), NORMALISED
        yield Input((1, 16, *m.normalized_shape)), NORMALISED
    elif isinstance(m, nn.BatchNorm2d):
        yield Input((1, m.num_features, 32, 32)), CHANNELS.filled(count=m.num_features)
    elif isinstance(m, nn.BatchNorm1d):
        yield Input((2, m.num_features)), FEATURES.filled(count=m.num_features)


def _features(width: int) -> Iterator[tuple[Input, Sentence]]:
    what = FEATURES.filled(count=width)
    yield Input((1, width)), what
    yield Input((1, 16, width)), what
    for channels in (1, 3):
        side = round((width / channels) ** 0.5)
        if side > 3 and channels * side * side == width:
            yield Input((1, channels, side, side)), what


def _image_sizes(m: nn.Conv2d) -> Iterator[int]:
    """Large pictures for a layer that makes them smaller at once, small ones for the others."""
    if max(m.stride) > 1 and m.in_channels != 1:
        usual: tuple[int, ...] = (224, *SIZES)
    else:
        usual = SIZES if m.in_channels == 1 else (32, *SIZES)
    yield from dict.fromkeys((*usual, 16, 48, 8, 84, 100, 150, 200, 227, 240, 256, 300, 384, 512))
