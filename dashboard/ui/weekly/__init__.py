"""What the page of the week shows, part by part; each takes a dashboard.weekly.Week."""

DATASETS = (
    "tip_report",
    "referral",
    "tip_outcome",
    "training_batch",
    "volunteer_roster",
    "partner_network",
    "reporting",
)
