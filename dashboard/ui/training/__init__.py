"""What the page on the programme shows, part by part; each part takes a fiscal year."""

DATASETS = (
    "training_batch",
    "training_participant",
    "target",
    "volunteer_roster",
    "population",
    "province_risk",
    "province_grade",
    "outreach",
    "partner_network",
)
