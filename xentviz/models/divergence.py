"""Why a run came to nothing: at which step, and how its steps compare with the valley's width."""

import numpy as np

from xentviz.models.network import Doubles
from xentviz.models.objective import Integers
from xentviz.models.plane_training import DIVERGED, Run

NUDGE = 1e-4  # of the weights' length: how far the second gradient is taken


def why_it_diverged(run: Run, points: Doubles, labels: Integers) -> str:
    """Two sentences, or "" for a run that took all its steps."""
    if run.stopped is None:
        return ""
    last = float(run.objective[-1])
    what = f"passed {DIVERGED:,.0f} nats" if np.isfinite(last) else "is no number any more"
    begin = f"Stopped at step {run.stopped}: the loss {what}."
    if run.stopped == 0:
        return f"{begin} The first weights are too large."
    widest = widest_step(run, points, labels)
    rate = run.recipe.rate
    if run.recipe.optimizer == "adam" or not np.isfinite(widest) or widest >= rate:
        return f"{begin} Its steps of size {rate:g} went past the valley and up the other side."
    return (
        f"{begin} Along the gradient, a learning rate above about {widest:.2g} goes past the "
        f"valley; {rate:g} is far beyond."
    )


def widest_step(run: Run, points: Doubles, labels: Integers) -> float:
    """2 / curvature along the gradient, at the frame with the lowest loss: above it SGD overshoots.

    inf where the loss does not curve upwards. Source: Nocedal & Wright, Numerical Optimization,
    3.3, for the quadratic along one line.
    """
    frame = int(np.nanargmin(run.objective[run.steps]))
    network, here = run.network(frame), run.rows[frame]

    def slope(row: Doubles) -> Doubles:
        network.set_flat(row)
        _, gradients = network.loss_and_gradients(points, labels, run.recipe.objective)
        return np.concatenate([one.ravel() for one in gradients])

    first = slope(here)
    length = float(np.linalg.norm(first))
    if not 0.0 < length < np.inf:
        return float("inf")
    far = NUDGE * max(1.0, float(np.linalg.norm(here)))
    second = slope(here - far / length * first)
    curvature = float((first - second) @ first) / (far * length)
    return 2.0 / curvature if curvature > 0.0 else float("inf")
