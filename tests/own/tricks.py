"""What autograd lets one do: checkpoints, own functions, complex numbers, less precision."""

import torch
from torch import nn
from torch.nn.utils import parametrizations
from torch.utils.checkpoint import checkpoint


class Checkpointed(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 8)
        self.b = nn.Sequential(nn.Linear(8, 8), nn.Tanh(), nn.Dropout(0.2), nn.Linear(8, 2))

    def forward(self, x):
        return checkpoint(self.b, self.a(x), use_reentrant=False)


class Square(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * x

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return 2 * x * grad


class Squares(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(4))

    def forward(self, x):
        return Square.apply(x * self.scale).sum(-1)


class Complex(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.randn(4, 4, dtype=torch.complex64))

    def forward(self, x):
        return torch.fft.fft(x) @ self.w


class Half(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 8).to(torch.bfloat16)
        self.b = nn.Linear(8, 3)

    def forward(self, x):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            return self.b(self.a(x.to(torch.bfloat16)))


class Sparse(nn.Module):
    def __init__(self):
        super().__init__()
        self.table = nn.Embedding(30, 4, sparse=True)

    def forward(self, ids):
        return self.table(ids).sum(1)


class Quantized(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 4)

    def forward(self, x):
        w = torch.fake_quantize_per_tensor_affine(self.a.weight, 0.05, 0, -128, 127)
        return nn.functional.linear(x, w, self.a.bias)


class Normed(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = parametrizations.weight_norm(nn.Linear(4, 6))
        self.b = parametrizations.spectral_norm(nn.Linear(6, 2))

    def forward(self, x):
        return self.b(self.a(x).relu())


class Compiled(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 4)
        self.inner = torch.compile(nn.Sequential(nn.Linear(4, 4), nn.ReLU()), backend="eager")

    def forward(self, x):
        return self.inner(self.a(x))


class Lazy(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.LazyLinear(5)
        self.b = nn.Linear(5, 2)

    def forward(self, x):
        return self.b(self.a(x).relu())


class Remembering(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 4)
        self.register_buffer("mean", torch.zeros(4))
        self.last = None

    def forward(self, x):
        if self.last is not None:
            x = x + self.last
        out = self.a(x)
        self.last = out.detach()
        self.mean = 0.9 * self.mean + 0.1 * out.detach().mean(0)
        return out - self.mean
