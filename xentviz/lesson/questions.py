"""The questions of the predict steps. Each reveal is computed by the core when it is asked for."""

from xentviz.lesson.challenge import Question
from xentviz.live.logits import LogitsState, predict

_ROSE, _SAME, _FELL = "It rises", "It stays the same", "It falls"


def _moved(before: float, after: float) -> str:
    if abs(after - before) <= 1e-12 * abs(before):
        return _SAME
    return _ROSE if after > before else _FELL


def double_every_score(state: LogitsState) -> Question:
    """What does the loss do when every logit doubles?"""

    def reveal() -> tuple[str, str]:
        before, after = predict(state), predict(state.scaled(2))
        top = state.names[state.target]
        return _moved(before.loss, after.loss), (
            f"The loss goes from {before.loss:.3g} to {after.loss:.3g} nats: doubling the scores doubles "
            f"every gap, and p of {top} goes from {before.probs[state.target]:.3g} to "
            f"{after.probs[state.target]:.3g}. Being surer pays when you are right."
        )

    scores = ", ".join(f"{n} {z:+.3g}" for n, z in zip(state.names, state.logits, strict=True))
    return Question(
        "double",
        f"Scores {scores}; {state.names[state.target]} is true. Double every score: the loss …",
        (_ROSE, _SAME, _FELL),
        reveal,
    )


def from_half_to_hundredth(unsure: LogitsState, wrong: LogitsState) -> Question:
    """How much dearer is 0.01 than 0.5?"""

    def reveal() -> tuple[str, str]:
        low, high = predict(unsure).loss, predict(wrong).loss
        ratio = high / low
        options = {2: "About 2 times", 7: "About 7 times", 50: "50 times"}
        nearest = min(options, key=lambda times: abs(times - ratio))
        return options[nearest], (
            f"−ln 0.5 is {low:.3g} and −ln 0.01 is {high:.3g}: {ratio:.2g} times as much. The loss "
            "counts factors of probability, so each further factor of ten costs the same again."
        )

    return Question(
        "dear",
        "The truth got probability 0.5. If it had got 0.01, fifty times less, the loss would be …",
        ("About 2 times", "About 7 times", "50 times"),
        reveal,
    )
