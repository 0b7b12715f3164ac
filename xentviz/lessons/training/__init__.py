"""The page /training: a classifier learns, and each step of it can be seen."""
