"""See the loss move: cross-entropy on a NumPy core, live in the browser."""

__version__ = "0.1.0"
