"""The live boards: one Python function a board, and `assets/` with what runs in the browser."""

from xentviz.live.batch import BatchState, batch_board
from xentviz.live.density import DensityState, density_board
from xentviz.live.distributions import DistributionsState, distributions_board
from xentviz.live.honesty import HonestyState, honesty_board
from xentviz.live.law import LawState, law_board
from xentviz.live.logits import LogitsState, logits_board
from xentviz.live.near import near_place
from xentviz.live.pipeline import PipelineState, pipeline_board
from xentviz.live.share import share_button
from xentviz.live.strip import StripState, strip_board
from xentviz.live.surprise import SurpriseState, surprise_board
from xentviz.live.vocabulary import VocabularyState, vocabulary_board
from xentviz.live.wire import Conversation

__all__ = [
    "BatchState",
    "Conversation",
    "DensityState",
    "DistributionsState",
    "HonestyState",
    "LawState",
    "LogitsState",
    "PipelineState",
    "StripState",
    "SurpriseState",
    "VocabularyState",
    "batch_board",
    "density_board",
    "distributions_board",
    "honesty_board",
    "law_board",
    "logits_board",
    "near_place",
    "pipeline_board",
    "share_button",
    "strip_board",
    "surprise_board",
    "vocabulary_board",
]
