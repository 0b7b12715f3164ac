"""Start: what the loss is, in one sentence and one drag."""

from xentviz import lesson
from xentviz.lesson.topics import logits
from xentviz.live import LogitsState, logits_board

START = LogitsState.of(1.2, 0.3, -0.5)
SURE, UNSURE, WRONG = (START.with_truth_at(p) for p in (0.99, 0.5, 0.01))

board = lesson.hold("start", START)
lesson.claim(
    "",
    "Cross-entropy is −ln of the probability you gave to what turned out true. Drag a score: small "
    "when you were right, steep when you were confidently wrong.",
)

lesson.touch(
    board,
    logits_board,
    controls="simple",
    ask=logits.from_half_to_hundredth(UNSURE, WRONG),
    tries=(
        lesson.Try("Sure and right", "p = 0.99 costs 0.01: hardly anything.", SURE),
        lesson.Try("Sure and wrong", "p = 0.01 costs 4.6: the steep end of the curve.", WRONG),
    ),
    kept="The loss is your surprise at the truth: −ln p.",
    code=logits.in_code,
)
lesson.below(lesson.where_next)
