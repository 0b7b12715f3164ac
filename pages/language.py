"""Language: the next token is a choice among a vocabulary, and a text's loss is their mean."""

from xentviz.frame import lesson_page
from xentviz.lessons.language.lesson import LESSON

lesson_page(LESSON)
