"""The week in a page: what leadership reads, made of what may be said to it."""
