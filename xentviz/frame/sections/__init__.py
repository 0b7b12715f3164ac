"""What stands beside the steps of a chapter without a board: widgets and tables."""
