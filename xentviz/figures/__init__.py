"""Numbers in, a Plotly figure out. One module a subject; `theme` holds the colours."""
