"""What the files of the repository may say: no machine, no registry, no dead link."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MACHINE_PATH = re.compile(
    r"(?<![\w./-])(?:/(?:root|home|work|Users)/\w+|[A-Z]:\\{1,2}Users\\)"
)
REGISTRY = re.compile(
    r"pypi\.org|pythonhosted\.org|registry\.npmjs\.org|deb\.debian\.org"
)
INDEX_OPTION = re.compile(
    r"^\s*(--(?:extra-)?index-url|--find-links|--trusted-host|-[if]\s)|https?://", re.M
)


def at(path, line=None):
    name = path.relative_to(ROOT).as_posix()
    return name if line is None else f"{name}:{line}"


def test_every_command_is_documented():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.search(r"^\.PHONY: (.+)$", makefile, re.M)[1].split()
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    told = set(re.findall(r"\bmake ([a-z-]+)", guide))
    assert set(targets) - told == set()


def test_every_link_in_the_guides_leads_somewhere():
    breaches = [
        f"{at(guide)}: {link}"
        for guide in sorted(ROOT.glob("*.md"))
        for link in re.findall(r"\]\(([^)#]+)", guide.read_text(encoding="utf-8"))
        if "://" not in link and not (ROOT / link).exists()
    ]
    assert breaches == []


def kept_files():
    """Every text file that is or would be committed, as (path, text)."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a Git checkout: there is no list of the files that are kept")
    for name in listed.stdout.splitlines():
        path = ROOT / name
        try:
            yield path, path.read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue  # a picture, a font, a CP874 sample, or just removed


def test_no_file_names_a_path_of_a_machine():
    breaches = [
        f"{at(path, text.count(chr(10), 0, found.start()) + 1)}: {found[0]}"
        for path, text in kept_files()
        for found in MACHINE_PATH.finditer(text)
    ]
    assert breaches == []


def test_no_file_names_a_package_registry():
    breaches = [at(path) for path, text in kept_files() if REGISTRY.search(text)]
    assert breaches == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned_by_hash_and_name_no_index(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert INDEX_OPTION.findall(text) == []
    blocks = re.split(r"\n(?=[a-z0-9])", re.sub(r"^\s*#.*\n", "", text, flags=re.M))
    assert len(blocks) > 20
    assert [b[:40] for b in blocks if "==" not in b or "--hash=sha256:" not in b] == []
