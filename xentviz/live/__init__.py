"""The live boards: one Python function a board, and `assets/` with what runs in the browser."""

from xentviz.live.batch import BatchState, batch_board
from xentviz.live.distributions import DistributionsState, distributions_board
from xentviz.live.logits import LogitsState, logits_board
from xentviz.live.share import share_button
from xentviz.live.surprise import SurpriseState, surprise_board
from xentviz.live.wire import Conversation

__all__ = [
    "BatchState",
    "Conversation",
    "DistributionsState",
    "LogitsState",
    "SurpriseState",
    "batch_board",
    "distributions_board",
    "logits_board",
    "share_button",
    "surprise_board",
]
