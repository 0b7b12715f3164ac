"""One gradient over 128,256 classes, measured on this server."""

from xentviz.lessons.steps import Options, Step, nearest
from xentviz.server import measurement


def _gradient_over_many_classes() -> Step[None]:
    return Step(
        "How long does one gradient over 128,256 classes take?",
        (
            "Llama 3 chooses among that many tokens. One prediction has that many gradients.",
            "Press the button: the server computes the loss and p − y for all of them.",
        ),
        cover=("result",),
        question=Options(
            "The loss and all 128,256 entries of p − y take …",
            ("some milliseconds", "some seconds", "some minutes"),
            lambda: nearest(measurement.typical_seconds(), (0.005, 5.0, 300.0)),
            lambda: (
                "Softmax gives all entries at once. Large vocabularies cost memory more than time."
            ),
        ),
        remember="The gradient p − y costs about as much as softmax itself.",
    )


def _measured() -> tuple[Step[None], ...]:
    return (_gradient_over_many_classes(),)
