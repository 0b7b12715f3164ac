"""The page /language: the loss of a text, writing and learning, and what averages hide."""
