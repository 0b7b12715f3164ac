"""Hypothesis without its time limit per example: on a busy machine that fails for no reason."""

from hypothesis import settings

settings.register_profile("no-deadline", deadline=None)
settings.load_profile("no-deadline")
