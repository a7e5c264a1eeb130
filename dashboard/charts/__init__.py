"""Frame in, Plotly figure out, as a plain dict: one module per page subject."""
