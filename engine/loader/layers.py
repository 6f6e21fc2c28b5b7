"""What a model's first layers, parameters and forward's names say about its inputs."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from torch import nn

from ..sentences import QT_TRANSLATE_NOOP, Sentence
from .inputs import Input
from .slots import STATE

Proposal = tuple[Input, Sentence]

SIZES = (28, 32, 64, 96, 128, 224, 299)
_LENGTHS = (16, 64, 28, 32, 50, 100, 128, 256, 512, 1000, 1024, 16000)
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
_FIRST = 4  # layers that are asked
_WIDEST = 1 << 16
_SAID = (  # what models call their own width, and the shapes in which 0 stands for it
    (
        ("in_channels", "in_chans", "n_channels", "input_channels", "num_channels", "channels"),
        ((1, 0, 32, 32), (1, 0, 64, 64), (1, 0, 224, 224), (1, 0, 64), (1, 0, 16, 32, 32),
         (1, 32, 32, 0), (1, 16, 0)),
    ),
    (
        ("in_features", "input_dim", "in_dim", "input_size", "n_features", "num_features", "dim"),
        ((1, 0), (1, 16, 0)),
    ),
)  # fmt: skip

_PLACES = re.compile(r"^(coors?|coords?|coordinates|xyz|pos|positions?|points?|vertices)$")

LAYER = QT_TRANSLATE_NOOP("Explain", "{kind} {path} is among the first layers, and takes {what}.")
WEIGHT = QT_TRANSLATE_NOOP("Explain", "The parameter {path} has the shape {what}.")
NAME = QT_TRANSLATE_NOOP("Explain", "forward calls it {name}.")
CHANNELS = QT_TRANSLATE_NOOP("Explain", "{count} channels")
FEATURES = QT_TRANSLATE_NOOP("Explain", "{count} features")
STEP = QT_TRANSLATE_NOOP("Explain", "{count} features at each step")
NUMBERS = QT_TRANSLATE_NOOP("Explain", "numbers from 0 to {last}")
ANYTHING = QT_TRANSLATE_NOOP("Explain", "whatever it is given first")
NORMALISED = QT_TRANSLATE_NOOP("Explain", "what it normalises")
ATTRIBUTE = QT_TRANSLATE_NOOP("Explain", "The model says {name} = {value}.")
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


def of_attributes(model: nn.Module) -> Iterator[Proposal]:
    """Inputs as wide as the model itself says that it takes: ``model.in_channels``."""
    for names, shapes in _SAID:
        for name in names:
            width = getattr(model, name, None)
            if isinstance(width, int) and not isinstance(width, bool) and 0 < width < _WIDEST:
                why = ATTRIBUTE.filled(name=name, value=width)
                for shape in shapes:
                    yield Input(tuple(width if n == 0 else n for n in shape)), why
                break
    width = getattr(getattr(model, "irreps_in", None), "dim", None)
    if isinstance(width, int) and width > 0:
        yield Input((1, width)), ATTRIBUTE.filled(name="irreps_in", value=width)


def of_parameters(model: nn.Module) -> list[Proposal]:
    """Inputs for a model that has weights but no layers that tell; then common ones."""
    found: list[Proposal] = []
    known = [(n, p) for n, p in model.named_parameters() if not nn.parameter.is_lazy(p)]
    for path, weight in known[:3]:
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


def of_name(name: str, model: nn.Module, *, others: set[str]) -> list[Proposal]:
    """Inputs that a parameter's name suggests, beside the names of the others."""
    single = not others
    graph = any(re.search(r"edge_index|edges$|^adj", other) for other in others)
    why = NAME.filled(name=name)
    tables = _tables(model, name)
    found: list[Input] = []
    if re.search(r"edge_index|edges$", name):
        found = [Input((2, 32), "int64", (0, 15))]
    elif re.search(r"^adj", name):
        found = [Input((16, 16), span=(0, 1))]
    elif graph and re.search(r"^batch(_index)?$", name):
        found = [Input((16,), "int64", (0, 0))]
    elif re.search(r"wave|^(wav|audio|speech|signal|raw|sounds?)$", name):
        found = [Input((1, 16000)), Input((1, 1, 16000))]
    elif re.search(r"mask", name):
        found = [
            Input((1, 16), "bool", (1, 1)),
            Input((16, 16), "bool", (1, 1)),
            Input((1, 16), span=(1, 1)),
        ]
    elif re.search(r"^(t|ts|time_?steps?|times?|sigmas?|noise_levels?)$", name) and not single:
        high = tables[0].num_embeddings - 1 if tables else 999
        found = [
            Input((1,), "int64", (0, high)),
            Input((1,), span=(0, 1)),
            Input((1, 1), span=(0, 1)),
        ]
    elif re.search(r"^(y|labels?|targets?|classes|class_labels|c)$", name) and not single:
        highs = [m.num_embeddings - 1 for m in tables] or [1]
        found = [Input((1,), "int64", (0, high)) for high in highs]
    elif re.search(r"lengths?$|lens$", name) and not single:
        found = [Input((1,), "int64", (16, 16))]
    elif tables and re.search(r"ids?$|idx$|indices|token|words?|^src$|^tgt$|^trg$|user|item", name):
        for table in tables[:3]:
            span = (0, table.num_embeddings - 1)
            found += [Input(places, "int64", span) for places in ((1, 16), (16, 1), (1,))]
    elif STATE.match(name) and not single:
        found = list(_states(model))
    elif _PLACES.match(name) and not single:
        found = [Input((16, 3))] if graph else [Input((1, 16, 3)), Input((16, 3)), Input((1, 3))]
    elif tables and any(_PLACES.match(other) for other in others):
        span = (0, tables[0].num_embeddings - 1)
        found = [Input(places, "int64", span) for places in ((1, 16), (16,))]
    if graph and re.search(r"^xs?$|^h$|feat|nodes?$|^inputs?$", name):
        found += [Input((16, width)) for width in _widths(model)]
    if re.search(r"^edge_(attr|weight|feat)", name):
        edges = getattr(model, "edge_dim", None)
        found.append(Input((32, edges) if isinstance(edges, int) else (32,)))
    return [(each, why) for each in found]


def _tables(model: nn.Module, name: str) -> list[nn.Embedding]:
    """The tables that numbers are looked up in, first those that have a word of the name."""
    words = set(name.lower().split("_")) - {"id", "ids", "idx", "input", "emb", "embedding"}
    named = [(p, m) for p, m in model.named_modules() if isinstance(m, nn.Embedding)]
    return [m for _, m in sorted(named, key=lambda one: not _words(one[0]) & words)]


def _words(path: str) -> set[str]:
    return set(re.split(r"[._]", path.lower()))


def _states(model: nn.Module) -> Iterator[Input]:
    """What a recurrent net, or a cell that is written by hand, takes as its state."""
    for m in model.modules():
        if isinstance(m, nn.RNNBase):
            layers = m.num_layers * (2 if m.bidirectional else 1)
            for batch in (1, _LENGTHS[0]):  # tokens 1x16: the second is the batch, or is not
                yield Input((layers, batch, m.proj_size or m.hidden_size))
        elif isinstance(m, nn.RNNCellBase):
            yield Input((1, m.hidden_size))
    for attribute in ("hidden_size", "hidden_dim", "n_hidden", "nhid"):
        width = getattr(model, attribute, None)
        if isinstance(width, int):
            yield Input((1, width))


def _widths(model: nn.Module) -> Iterator[int]:
    """How many features the model takes, as its first modules call it."""
    for m in itertools.islice(model.modules(), 8):
        for attribute in ("in_features", "in_channels", "input_dim", "in_dim"):
            width = getattr(m, attribute, None)
            if isinstance(width, int) and width > 0:
                yield width
    lazy = any(nn.parameter.is_lazy(p) for p in model.parameters())
    yield from (8,) if lazy else ()


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
        for length in _LENGTHS:
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
