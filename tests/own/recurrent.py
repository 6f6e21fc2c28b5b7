"""An LSTM that returns its states too, and a cell unrolled by hand."""

import torch
from torch import nn


class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(6, 8, num_layers=2, dropout=0.2, batch_first=True)
        self.out = nn.Linear(8, 3)

    def forward(self, x):
        hidden, (h, c) = self.lstm(x)
        return self.out(hidden[:, -1]), (h, c)


class Unrolled(nn.Module):
    def __init__(self, steps=5):
        super().__init__()
        self.cell = nn.LSTMCell(4, 8)
        self.steps = steps

    def forward(self, x):
        h = c = torch.zeros(x.shape[1], 8)
        for t in range(self.steps):
            h, c = self.cell(x[t], (h, c))
        return h


class Steps(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(4, 8)

    def forward(self, x):
        return self.gru(x)[0]
