"""The page /: three classes, one prediction, and what its loss says."""

from xentviz.boards.logits import LogitsState, predict
from xentviz.lessons.elements import Question, Suggestion

START = LogitsState.of(1.2, 0.3, -0.5)
SURE, UNSURE, WRONG = (START.with_truth_at(p) for p in (0.99, 0.5, 0.01))


def tries() -> tuple[Suggestion[LogitsState], ...]:
    """Both ends of the curve."""
    right, wrong = predict(SURE).loss, predict(WRONG).loss
    return (
        Suggestion("Sure and right", f"p = 0.99 costs {right:.1g}: hardly anything.", SURE),
        Suggestion(
            "Sure and wrong", f"p = 0.01 costs {wrong:.2g}: the steep end of the curve.", WRONG
        ),
    )


def from_half_to_hundredth() -> Question:
    """How much dearer is 0.01 than 0.5?"""

    def reveal() -> tuple[str, str]:
        low, high = predict(UNSURE).loss, predict(WRONG).loss
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
