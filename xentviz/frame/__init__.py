"""How Streamlit shows what the lessons teach, and how it is served."""
