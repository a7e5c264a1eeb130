"""From the handed-over files to a published version; knows nothing of Streamlit."""
