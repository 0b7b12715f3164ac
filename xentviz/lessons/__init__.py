"""What each page teaches: one module or folder a page, named like the page, as plain data.

Questions, suggestions, tables and code, every number computed by the core. Nothing here knows
Streamlit: `frame` shows it.
"""
