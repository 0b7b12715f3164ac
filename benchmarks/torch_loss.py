"""Whether what /softmax shows as PyTorch's loss is what PyTorch returns.

    python -m benchmarks.torch_loss [--rows 10000]

The page computes it with NumPy, by the same operations in the same order. Here torch itself is
asked, in float32 and float64: the six cases of the page one by one, then random rows. exp and log
of the two libraries may differ in the last digit. Ends with 1 where a value is off by more.
"""

import argparse
import math
import sys

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812

from xentviz.boards.overflow import naive_loss, torch_loss
from xentviz.lessons.softmax.computer import CASES

DTYPES = ((np.float32, torch.float32), (np.float64, torch.float64))
DIGITS_LOST = 8  # of the last digit, in units of the largest term


def asked(logits: tuple[float, ...], dtype: torch.dtype) -> tuple[float, float]:
    """What torch says: -log(softmax(z)) as it is written, and its cross-entropy."""
    z = torch.tensor(logits, dtype=dtype)
    powers = torch.exp(z)
    naive = -torch.log(powers[0] / powers.sum())
    return naive.item(), F.cross_entropy(z, torch.tensor(0)).item()


def apart(ours: float, theirs: float, size: float, eps: float) -> float:
    """How many units of the last digit two losses differ; infinite if only one is a number."""
    if ours == theirs or (math.isnan(ours) and math.isnan(theirs)):
        return 0.0
    if not (math.isfinite(ours) and math.isfinite(theirs)):
        return math.inf
    return abs(ours - theirs) / (eps * max(size, abs(theirs), 1.0))


def compare(logits: tuple[float, ...], *, told: bool = False) -> float:
    """The largest difference over both precisions and both ways, in units of the last digit."""
    worst = 0.0
    for own, other in DTYPES:
        eps = float(np.finfo(own).eps)
        naive, shifted = naive_loss(logits, own), torch_loss(logits, own)
        their_naive, their_loss = asked(logits, other)
        found = (
            apart(naive.loss, their_naive, 1.0, eps),
            apart(shifted.loss, their_loss, abs(shifted.gap), eps),
        )
        worst = max(worst, *found)
        if told:
            print(
                f"{list(logits)!s:32} {own.__name__}  written {naive.loss:.6g} / "
                f"{their_naive:.6g}   cross-entropy {shifted.loss:.6g} / {their_loss:.6g}"
            )
    return worst


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    rows = parser.parse_args().rows
    print(f"torch {torch.__version__}, NumPy {np.__version__}: ours / theirs")
    worst = max(compare(logits, told=True) for logits in CASES)
    rng = np.random.default_rng(1)
    for _ in range(rows):
        size = int(rng.integers(2, 11))
        logits = tuple(rng.normal(0, 10.0 ** rng.uniform(-2, 3), size).tolist())
        worst = max(worst, compare(logits))
    print(f"worst of {rows:,} random rows and the cases: {worst:.2f} units of the last digit")
    sys.exit(worst > DIGITS_LOST)


if __name__ == "__main__":
    main()
