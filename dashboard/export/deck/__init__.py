"""What a slide is made of: its page, native charts, tables and maps."""
