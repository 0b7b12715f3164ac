"""The live boards: one Python function a board, and `assets/` with what runs in the browser."""

from xentviz.live.logits import LogitsState, logits_board
from xentviz.live.share import share_button
from xentviz.live.wire import Conversation

__all__ = ["Conversation", "LogitsState", "logits_board", "share_button"]
