"""The page's computation as code to copy, with the page's numbers in it."""

from dataclasses import dataclass

from xentviz.live import LogitsState


@dataclass(frozen=True, slots=True)
class Snippets:
    """The same few lines in NumPy and in PyTorch. A test runs the first and compares `loss`."""

    numpy: str
    torch: str


def of_logits(state: LogitsState) -> Snippets:
    """Softmax, cross-entropy and the gradient p − y for one row of logits."""
    z = ", ".join(repr(value) for value in state.logits)
    warm = "" if state.temperature == 1 else f" / {state.temperature!r}"
    smooth = state.label_smoothing
    y = "np.eye(len(z))[t]" if not smooth else f"(1 - {smooth!r}) * np.eye(len(z))[t] + {smooth!r} / len(z)"
    option = "" if not smooth else f", label_smoothing={smooth!r}"
    numpy = f"""import numpy as np

z = np.array([{z}])  # logits
t = {state.target}  # the true class: {state.names[state.target]!a}
y = {y}
d = (z - z.max()){warm}  # the shift changes nothing but keeps exp from overflowing
log_p = d - np.log(np.exp(d).sum())  # log_softmax
loss = -(y * log_p).sum()  # nats
grad = (np.exp(log_p) - y){warm}  # p - y
print(loss, grad)
"""
    torch = f"""import torch
import torch.nn.functional as F

z = torch.tensor([{z}], dtype=torch.float64, requires_grad=True)
loss = F.cross_entropy(z{warm}, torch.tensor({state.target}){option})  # takes logits, not probabilities
loss.backward()
print(loss.item(), z.grad)
"""
    return Snippets(numpy, torch)
