"""The live boards: one Python function a board, and `assets/` with what runs in the browser."""

from xentviz.live.distributions import DistributionsState, distributions_board
from xentviz.live.logits import LogitsState, logits_board
from xentviz.live.share import share_button
from xentviz.live.wire import Conversation

__all__ = [
    "Conversation",
    "DistributionsState",
    "LogitsState",
    "distributions_board",
    "logits_board",
    "share_button",
]
