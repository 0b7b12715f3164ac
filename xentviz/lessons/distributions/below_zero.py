"""Calls of KL that come out below zero."""

import numpy as np
from numpy.typing import NDArray

from xentviz.boards.distributions import DistributionsState
from xentviz.core import kl_divergence
from xentviz.lessons.distributions.two import START
from xentviz.lessons.steps import Options, Step


def _kl_below_zero_wrong() -> Step[DistributionsState]:
    short = distributions_total(0.8)
    return Step(
        "A KL below zero is a wrong call",
        (
            "KL is never below zero, for distributions. Then somebody reports a negative one.",
            "The sum on the right multiplies p by a factor, so that it sums to something else.",
        ),
        cover=("values",),
        question=Options(
            "The shares p sum to 0.8 instead of 1. The sum p · ln(p / q) is then …",
            ("below zero", "exactly zero", "above zero"),
            lambda: 0 if short < 0 else 1 if short == 0 else 2,
            lambda: f"It is {short:.3g}. The core refuses such p and says why.",
        ),
        remember="A negative KL means: p does not sum to 1, or logs are missing.",
    )


def _below_zero() -> tuple[Step[DistributionsState], ...]:
    return (_kl_below_zero_wrong(),)


def distributions_total(total: float) -> float:
    """sum(p ln(p / q)) on the first board, with p multiplied by `total` first."""
    p = total * np.array(START.truth)
    q = np.array(START.q)
    return float((p * np.log(p / q)).sum())


def calls(state: DistributionsState, total: float) -> list[tuple[str, ...]]:
    """One right call and three wrong ones, with what each gives and what the core says."""
    p = np.array(state.truth)
    q = np.array(state.q)
    short = total * p
    with np.errstate(all="ignore"):
        here = p > 0
        unsummed = float((short[here] * np.log(short[here] / q[here])).sum())
        unlogged = float((p[here] * (np.log(p[here]) - q[here])).sum())
    right = f"{float(kl_divergence(p, q)):.4g}"
    return [
        ("kl(p, q)", right, "never negative"),
        ("kl(q, p), swapped", f"{float(kl_divergence(q, p)):.4g}", "another question"),
        (f"kl(p, q), p sums to {total:g}", f"{unsummed:.4g}", _refusal(short, q)),
        ("torch's kl_div(q, p), q not in logs", f"{unlogged:.4g}", f"with log q: {right}"),
    ]


def _refusal(p: NDArray[np.float64], q: NDArray[np.float64]) -> str:
    try:
        return f"fine: {float(kl_divergence(p, q)):.4g}"
    except ValueError as error:
        return f"refused: {error}"
