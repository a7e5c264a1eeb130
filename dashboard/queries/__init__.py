"""Questions to the marts: one module per subject, one function per question."""
