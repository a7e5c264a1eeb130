"""What the page on one province shows, part by part."""

DATASETS = (
    "volunteer_roster",
    "training_batch",
    "training_participant",
    "outreach",
    "partner_network",
    "population",
    "province_risk",
    "province_grade",
    "tip_report",
    "reporting",
)
