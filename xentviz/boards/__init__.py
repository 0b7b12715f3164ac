"""The boards: what can be touched. A Python module each, and assets/ with what runs in the browser.

Nothing here knows Streamlit: `frame` puts a board on a page.
"""

from xentviz.boards.batch import BATCH
from xentviz.boards.board import Board
from xentviz.boards.density import DENSITY
from xentviz.boards.distributions import DISTRIBUTIONS
from xentviz.boards.logits import LOGITS
from xentviz.boards.overflow import OVERFLOW
from xentviz.boards.pipeline import PIPELINE
from xentviz.boards.proper_score import PROPER_SCORE
from xentviz.boards.rain import RAIN
from xentviz.boards.scaling_law import SCALING_LAW
from xentviz.boards.strip import strip_board
from xentviz.boards.surprise import SURPRISE
from xentviz.boards.twice import TWICE
from xentviz.boards.vocabulary import VOCABULARY

__all__ = [
    "BATCH",
    "DENSITY",
    "DISTRIBUTIONS",
    "LOGITS",
    "OVERFLOW",
    "PIPELINE",
    "PROPER_SCORE",
    "RAIN",
    "SCALING_LAW",
    "SURPRISE",
    "TWICE",
    "VOCABULARY",
    "Board",
    "strip_board",
]
