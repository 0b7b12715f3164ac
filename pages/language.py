"""Language: the next token is a choice among a vocabulary, and a text's loss is their mean."""

from functools import partial

from xentviz import lesson
from xentviz.lesson.sections import sequences, writing
from xentviz.lesson.topics import language
from xentviz.live import strip_board

board = lesson.hold("strip", language.START)
lesson.claim(
    "language",
    "Each token is a guess among the whole vocabulary. Point at one to see what was predicted, "
    "or type a text.",
)
lesson.touch(
    board,
    partial(strip_board, read=language.read, shelf=language.shelf),
    ask=language.one_word_in_forty(),
    tries=language.tries(),
    kept="Perplexity is e to the mean loss: as unsure as a fair die with so many faces.",
    code=language.in_code,
)


@lesson.below
def sections() -> None:
    writing.generate()
    writing.learn()
    sequences.all_sections()
    lesson.next_lesson("language")
