"""What the weekly page adds to the tables, as bytes: its tiles of protected counts."""

import json
from dataclasses import asdict

from dashboard.editions import Edition
from dashboard.release import WEEKLY
from dashboard.weekly.series import released_points
from dashboard.weekly.settings import settings
from dashboard.weekly.tiles import tile


def tiles(now: Edition, before: Edition | None) -> bytes:
    """The tiles of tips, referrals and outcomes: figure, changes, series, range."""
    using = settings()
    made = [
        tile(each, released_points(now, before, each.key), now.ends_on, using)
        for each in using.tiles
        if each.key in WEEKLY
    ]
    return json.dumps([asdict(each) for each in made], default=str).encode()
