"""What the lessons say of a run: its losses and accuracies at a step."""

from xentviz.boards.training_settings import RunSettings
from xentviz.boards.training_state import TrainingState
from xentviz.server.plane_runs import Trained, ask, floor, points_of, trained

PICTURE = ("picture", "curves", "loss", "player")


def readers_run(state: TrainingState) -> Trained | None:
    """The run of a state that a reader may have set; None without points, or while it waits."""
    if not len(points_of(state).labels):
        return None
    run = ask(state, state.run)
    return run if isinstance(run, Trained) else None


def training_loss(state: TrainingState, settings: RunSettings | None = None) -> float:
    """On the training points at the state's step, nats."""
    run = trained(state, settings)
    return float(run.training[run.frame(state.step)])


def held_out_loss(state: TrainingState, settings: RunSettings | None = None) -> float:
    """On held-out points at the state's step, nats."""
    run = trained(state, settings)
    assert run.held_out is not None, "only sets of a known kind have held-out points"
    return float(run.held_out[run.frame(state.step)])


def accuracy(state: TrainingState, settings: RunSettings | None = None) -> float:
    """On the training points at the state's step."""
    run = trained(state, settings)
    return float(run.accuracy[run.frame(state.step)])


def held_out_accuracy(state: TrainingState, settings: RunSettings | None = None) -> float:
    """On held-out points at the state's step."""
    run = trained(state, settings)
    assert run.held_accuracy is not None, "only sets of a known kind have held-out points"
    return float(run.held_accuracy[run.frame(state.step)])


def best_step(state: TrainingState, settings: RunSettings | None = None) -> int:
    """The step with the lowest held-out loss."""
    run = trained(state, settings)
    assert run.held_out is not None, "only sets of a known kind have held-out points"
    return int(run.run.steps[run.held_out.argmin()])


def recall(state: TrainingState, of: int, settings: RunSettings | None = None) -> float:
    """The share of the held-out points of class `of` that the model finds at the state's step."""
    run = trained(state, settings)
    row = run.confusion[run.frame(state.step)][of]
    return float(row[of] / row.sum())


def floor_of(state: TrainingState) -> float:
    """The Bayes floor of the state's points, nats."""
    known = floor(state.plane, state.classes)
    assert known is not None, "the lesson asks only where the truth is known"
    return known[0]
