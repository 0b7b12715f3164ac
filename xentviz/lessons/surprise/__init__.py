"""The page /surprise: the curve of -log p, a batch, the three names of one loss, densities."""
