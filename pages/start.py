"""Start: what the loss is, in one sentence and one drag."""

from xentviz.boards import LOGITS
from xentviz.frame import Page
from xentviz.lessons import start
from xentviz.lessons.softmax import logits

page = Page(
    "",
    "Cross-entropy is −ln of the probability you gave to what turned out true. Drag a score: small "
    "when you were right, steep when you were confidently wrong.",
)

page.board_section(
    page.board("start", LOGITS.with_constants(controls="simple"), start.START),
    question=start.from_half_to_hundredth(),
    suggestions=start.tries(),
    takeaway="The loss is your surprise at the truth: −ln p.",
    code=logits.in_code,
)
page.section(page.where_next)
