"""The page /softmax: scores to probabilities, the gradient, and what a computer loses."""
