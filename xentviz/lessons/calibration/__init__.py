"""The page /calibration: an honest forecast, a classifier that exaggerates, the reader."""
