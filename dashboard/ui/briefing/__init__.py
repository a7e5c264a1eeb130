"""The briefing: its page, and the command and worker that make its files."""
