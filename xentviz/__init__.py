"""See the loss move: cross-entropy on a NumPy core, live in the browser."""
