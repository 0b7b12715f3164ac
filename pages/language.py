"""Language: the next token is a choice among a vocabulary, and a text's loss is their mean."""

from xentviz.frame import Page
from xentviz.frame.sections import sequences, writing
from xentviz.lessons.language import text

page = Page(
    "language",
    "Each token is a guess among the whole vocabulary. Point at one to see what was predicted, "
    "or type a text.",
)
page.board_section(
    page.board("strip", text.STRIP, text.START),
    question=text.one_word_in_forty(),
    suggestions=text.tries(),
    takeaway="Perplexity is e to the mean loss: as unsure as a fair die with so many faces.",
    code=text.in_code,
)
page.section(writing.generate, link_keys=["writer", "warm", "drawn", "seed"])
page.section(writing.learn)
page.section(sequences.averages, link_keys=["len2"])
page.section(sequences.padding, link_keys=["ignore"])
page.section(sequences.alignment, link_keys=["shift"])
page.section(sequences.units, link_keys=["unit"])
page.section(page.next_page)
