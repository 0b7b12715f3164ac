"""How the temperature of least loss is found, in code."""

import numpy as np

from xentviz.lessons.calibration.temperature import trained
from xentviz.lessons.elements import Snippets


def in_code() -> Snippets:
    """The temperature, found by the slope of the loss; eight answers stand for the thousand."""
    wrong = trained().logits.argmax(axis=1) != trained().labels
    chosen = np.sort(np.r_[np.flatnonzero(wrong)[:2], np.flatnonzero(~wrong)[:6]])
    some = np.round(trained().logits[chosen], 2).tolist()
    labels = trained().labels[chosen].tolist()
    numpy = f"""import numpy as np

z = np.array({some})  # logits: six answers are right, two are wrong
t = np.array({labels})

def loss(T):
    d = z / T - (z / T).max(axis=1, keepdims=True)
    log_p = d - np.log(np.exp(d).sum(axis=1, keepdims=True))
    return -log_p[np.arange(len(t)), t].mean()

T = min(np.geomspace(0.001, 1000, 20001), key=loss)  # xentviz.core.fit_temperature is exact
print(T, loss(1.0), loss(T))
"""
    torch = f"""import torch
import torch.nn.functional as F

z = torch.tensor({some})
t = torch.tensor({labels})
b = torch.zeros((), requires_grad=True)  # log T
step = torch.optim.LBFGS([b], max_iter=100, line_search_fn="strong_wolfe")

def closure():
    step.zero_grad()
    loss = F.cross_entropy(z / b.exp(), t)
    loss.backward()
    return loss

step.step(closure)
print(b.exp().item())
"""
    return Snippets(numpy, torch)
