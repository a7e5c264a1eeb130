"""What the page on tips shows, part by part; each part takes a scope."""

DATASETS = (
    "tip_report",
    "reporting",
    "referral",
    "tip_outcome",
    "alarm_outcome",
    "population",
    "volunteer_roster",
    "training_batch",
    "outreach",
)
