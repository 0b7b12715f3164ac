"""The pages in their order: navigation, previous and next all read this one list."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One page: its file, its path in the address, its name and section in the navigation."""

    file: str
    path: str
    name: str
    section: str
    claim: str


LESSONS = (
    Entry("start.py", "", "Start", "One prediction", "The loss is how surprised you are"),
    Entry(
        "surprise.py",
        "surprise",
        "Surprise",
        "One prediction",
        "Confidently wrong is expensive",
    ),
    Entry(
        "softmax.py",
        "softmax",
        "Softmax",
        "One prediction",
        "Softmax turns scores into probabilities, and the gradient is just p − y",
    ),
    Entry(
        "distributions.py",
        "distributions",
        "Distributions",
        "Truth",
        "A perfect model still has a loss: the entropy of the truth",
    ),
    Entry(
        "calibration.py",
        "calibration",
        "Calibration",
        "Truth",
        "Log loss rewards honest confidence",
    ),
    Entry(
        "training.py",
        "training",
        "Training",
        "Learning",
        "Watch cross-entropy teach a classifier",
    ),
    Entry(
        "language.py",
        "language",
        "Language",
        "Learning",
        "A text's loss is the mean surprise at its tokens",
    ),
    Entry(
        "scale.py",
        "scale",
        "Scale",
        "Learning",
        "One loss, from a coin to trillions of tokens",
    ),
)


GLOSSARY = Entry("glossary.py", "glossary", "Glossary", "Look up", "Every term in one line")


def entry(path: str) -> Entry:
    """The page at `path`."""
    return next(one for one in (*LESSONS, GLOSSARY) if one.path == path)


def neighbours(path: str) -> tuple[Entry | None, Entry | None]:
    """The lessons before and after the one at `path`."""
    here = LESSONS.index(entry(path))
    before = LESSONS[here - 1] if here else None
    after = LESSONS[here + 1] if here + 1 < len(LESSONS) else None
    return before, after
