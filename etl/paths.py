"""Where the project's own files lie; everything else is passed in."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCHEMAS = ROOT / "etl" / "schema"
SQL = ROOT / "etl" / "sql"
REFERENCE = ROOT / "data" / "reference"
INBOX = ROOT / "data" / "inbox"
DEMO = ROOT / "data" / "demo"
BUILT = ROOT / "data" / "built"
RISK_MODEL = ROOT / "data" / "risk_model.toml"
DETECTION = ROOT / "data" / "detection.toml"
DEMO_MANIFEST = "demo_manifest.json"
