"""What stands between the network and the pages: compression, limits, headers, logs."""
