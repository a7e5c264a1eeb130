"""What the files of the repository may say: no machine, no registry, no dead link."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OURS = ("dashboard", "etl", "methods")
MACHINE_PATH = re.compile(
    r"(?<![\w./-])(?:/(?:root|home|work|Users)/\w+|[A-Z]:\\{1,2}Users\\)"
)
REGISTRY = re.compile(
    r"pypi\.org|pythonhosted\.org|registry\.npmjs\.org|deb\.debian\.org"
)
MERGE_MARKER = re.compile(r"^(?:<{7}|\|{7}|>{7})(?: .*)?$", re.M)
INDEX_OPTION = re.compile(
    r"^\s*(--(?:extra-)?index-url|--find-links|--trusted-host|-[if]\s)|https?://", re.M
)


def at(path, line=None):
    name = path.relative_to(ROOT).as_posix()
    return name if line is None else f"{name}:{line}"


def distribution(name):
    """A package's name in the one spelling that all are compared in."""
    return re.sub(r"[-_.]+", "-", name).lower()


def imported():
    """(place, top module) of every import in what runs without the dev packages."""
    for pattern in ("app.py", "pages/*.py", *(f"{top}/**/*.py" for top in OURS)):
        for path in sorted(ROOT.glob(pattern)):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    names = [alias.name for alias in node.names]
                elif isinstance(node, ast.ImportFrom):
                    names = [node.module]
                else:
                    continue
                for name in names:
                    yield at(path, node.lineno), name.partition(".")[0]


def test_every_package_that_is_imported_is_declared():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = {
        distribution(re.match(r"[\w.-]+", requirement)[0])
        for requirement in project["project"]["dependencies"]
    }
    # an extension beside its package, as `_duckdb` is, has no entry of its own
    providers = packages_distributions() | {"_duckdb": ["duckdb"]}
    breaches = [
        f"{place}: {module}"
        for place, module in imported()
        if module not in sys.stdlib_module_names and module not in OURS
        if not {distribution(name) for name in providers.get(module, ())} & declared
    ]
    assert breaches == []


def test_every_declared_package_is_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for file, requirements in (
        ("requirements.txt", project["project"]["dependencies"]),
        ("requirements-dev.txt", project["dependency-groups"]["dev"]),
    ):
        text = (ROOT / file).read_text(encoding="utf-8")
        pins = re.findall(r"^([\w.-]+)==", text, re.M)
        names = {distribution(re.match(r"[\w.-]+", each)[0]) for each in requirements}
        missing = names - set(map(distribution, pins))
        assert missing == set(), f"{file}: run make lock"


def test_every_command_is_documented():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.search(r"^\.PHONY: (.+)$", makefile, re.M)[1].split()
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    told = set(re.findall(r"\bmake ([a-z-]+)", guide))
    assert set(targets) - told == set()


def test_every_page_and_dataset_is_in_the_readme():
    """A dataset that offices hand over, that is; the others only ship."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    schemas = (
        json.loads(path.read_text(encoding="utf-8"))
        for path in ROOT.glob("etl/schema/*.json")
    )
    names = {path.stem for path in ROOT.glob("pages/*.py")} | {
        schema["name"] for schema in schemas if "office" in schema["origins"]
    }
    assert names
    assert {name for name in names if f"`{name}`" not in readme} == set()


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


def test_no_file_holds_two_sides_of_a_merge():
    breaches = [
        f"{at(path, text.count(chr(10), 0, found.start()) + 1)}: {found[0]}"
        for path, text in kept_files()
        for found in MERGE_MARKER.finditer(text)
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
