"""What holds the house together and no linter sees: words, names, uses.

Each rule returns its breaches as lines that say where and what, so that a failing test
reads like a list of things to do.
"""

import ast
import csv
import json
import re
import tomllib
from pathlib import Path
from string import Formatter

import pytest

ROOT = Path(__file__).resolve().parent.parent
SAYING = {"say", "words", "markdown"}  # the functions whose first argument is a key
THAI = re.compile(r"[\u0e01-\u0e5b]")

# Each language is called by its own name.
THE_SAME_IN_BOTH = {"lang_th", "lang_en"}


def sources(*patterns):
    """The Python files of these patterns with their syntax trees."""
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def app_sources():
    return sources("app.py", "pages/**/*.py", "dashboard/**/*.py")


def strings(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node


def sql_of(path):
    return re.sub(r"--.*", "", path.read_text(encoding="utf-8"))


def at(path, line=None):
    name = path.relative_to(ROOT).as_posix()
    return name if line is None else f"{name}:{line}"


# --- pages hold no SQL and no prose


def docstrings(tree):
    return {ast.get_docstring(tree, clean=False)} | {
        ast.get_docstring(node, clean=False)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }


def test_no_page_holds_sql_or_thai():
    breaches = []
    for path, tree in sources("pages/**/*.py"):
        unseen = docstrings(tree)
        for node in strings(tree):
            sql = "select " in node.value.lower() and node.value not in unseen
            if sql or THAI.search(node.value):
                breaches.append(f"{at(path, node.lineno)}: {node.value[:50]!r}")
    assert breaches == []


# --- text of the data stays text


def method_calls(tree):
    """(line, name of the function, call) of every call of a method."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.lineno, node.func.attr, node


def made_sql(tree):
    """The lines in which SQL is anything but a text as it stands."""
    for line, name, call in method_calls(tree):
        if name not in {"execute", "executemany", "sql"}:
            continue
        given = [*call.args[:1], *(k.value for k in call.keywords if k.arg == "query")]
        if not all(isinstance(sql, ast.Constant) for sql in given):
            yield line


def html_shown(tree):
    """(line, call) of everything that shows HTML or runs a script."""
    for line, name, call in method_calls(tree):
        options = {option.arg for option in call.keywords}
        if name == "html" or options & {"unsafe_allow_html", "unsafe_allow_javascript"}:
            yield line, ast.unparse(call)


def test_no_sql_is_made_from_values():
    breaches = [
        at(path, line) for path, tree in app_sources() for line in made_sql(tree)
    ]
    assert breaches == []


def test_the_only_html_is_the_head_of_the_shell():
    found = [
        (at(path), call) for path, tree in app_sources() for _, call in html_shown(tree)
    ]
    head = "st.html(HEAD[lang()], unsafe_allow_javascript=True)"
    assert found == [("dashboard/ui/shell.py", head)]


@pytest.mark.parametrize(
    "planted",
    [
        'con.execute(f"select * from {table}")',
        'con.execute("select %s" % value)',
        'con.execute("select {}".format(value))',
        'con.execute("select " + value)',
        "con.execute(query, parameters)",
        'con.sql(f"from {table}")',
        'con.sql(query=f"from {table}")',
        'con.executemany("insert into t values (" + value + ")", rows)',
    ],
)
def test_sql_made_from_values_would_be_found(planted):
    assert list(made_sql(ast.parse(planted))) == [1]


@pytest.mark.parametrize(
    "planted",
    [
        "st.markdown(text, unsafe_allow_html=True)",
        "st.html(text)",
        "room.html(f'<b>{name}</b>')",
        "st.components.v1.html(text)",
        "place.write(text, unsafe_allow_javascript=True)",
    ],
)
def test_html_on_a_page_would_be_found(planted):
    assert [line for line, _ in html_shown(ast.parse(planted))] == [1]


# --- words


def text_files():
    return sorted((ROOT / "data" / "text").glob("*.toml"))


def entries():
    """Every text as (file, key, entry)."""
    for path in text_files():
        for key, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
            yield path, key, entry


def placeholders(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def in_thai(text):
    """Whether it has Thai letters, or none at all but those of its values."""
    around = "".join(before for before, *_ in Formatter().parse(text))
    return THAI.search(text) or not re.search(r"[A-Za-z]", around)


def test_every_page_has_its_words():
    pages = {path.stem for path in ROOT.glob("pages/*.py")}
    assert pages
    assert pages - {path.stem for path in text_files()} == set()


def test_every_dataset_that_can_be_handed_over_has_its_word():
    schemas = [
        json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(ROOT.glob("etl/schema/*.json"))
    ]
    named = {f"dataset_{s['name']}" for s in schemas if "office" in s["origins"]}
    assert len(named) > 10
    assert named - {key for _path, key, _entry in entries()} == set()


def test_every_text_has_thai_and_english():
    breaches = [
        f"{at(path)} [{key}]"
        for path, key, entry in entries()
        if set(entry) != {"th", "en"} or not all(str(v).strip() for v in entry.values())
    ]
    assert breaches == []


def test_thai_is_written_in_thai_and_english_is_not():
    breaches = {
        key: at(path)
        for path, key, entry in entries()
        if not in_thai(entry["th"]) or THAI.search(entry["en"])
    }
    assert set(breaches) == THE_SAME_IN_BOTH, breaches


def test_both_languages_take_the_same_values():
    breaches = [
        f"{at(path)} [{key}]: {placeholders(entry['th']) ^ placeholders(entry['en'])}"
        for path, key, entry in entries()
        if placeholders(entry["th"]) != placeholders(entry["en"])
    ]
    assert breaches == []


def test_no_key_is_in_two_files():
    homes = {}
    for path, key, _ in entries():
        homes.setdefault(key, []).append(at(path))
    assert {key: paths for key, paths in homes.items() if len(paths) > 1} == {}


def key_patterns(node):
    """The keys that an argument can be, as regular expressions; none if unknown."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [re.escape(node.value)]
    if isinstance(node, ast.JoinedStr):
        parts = [
            re.escape(part.value) if isinstance(part, ast.Constant) else ".+"
            for part in node.values
        ]
        return ["".join(parts)]
    if isinstance(node, ast.IfExp):
        return [*key_patterns(node.body), *key_patterns(node.orelse)]
    return []


def said_keys():
    """(place, pattern) of every key that a call of say() or its kin names."""
    for path, tree in app_sources():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", None))
            if name in SAYING:
                for pattern in key_patterns(node.args[0]):
                    yield at(path, node.lineno), pattern


def test_every_key_that_is_said_exists():
    keys = {key for _, key, _ in entries()}
    breaches = [
        f"{place}: {pattern}"
        for place, pattern in said_keys()
        if not any(re.fullmatch(pattern, key) for key in keys)
    ]
    assert breaches == []


def possible_keys(tree):
    """What the strings of a file can become, as regular expressions.

    A string that begins with a variable, f"{switch}_{value}", counts for the words of
    its own file only: else it would count for every key.
    """
    plain = {node.value for node in strings(tree)}
    words = "|".join(sorted(word for word in plain if re.fullmatch(r"\w{2,}", word)))
    yield from map(re.escape, plain)
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            for pattern in key_patterns(node):
                if re.match(r"\w{3}|.*\w{3}$", pattern):
                    yield pattern
                elif pattern.startswith(".+_"):
                    yield f"(?:{words}){pattern[2:]}"


def test_every_key_is_said():
    patterns = {each for _, tree in app_sources() for each in possible_keys(tree)}
    said = re.compile("|".join(sorted(patterns)) or r"(?!)")
    unused = [
        f"{at(path)} [{key}]" for path, key, _ in entries() if not said.fullmatch(key)
    ]
    assert unused == []


# --- data that describes data


DESCRIPTIONS = ("data/*.toml", "etl/*.toml", "etl/shapes/*.toml")


def tables(table, name=""):
    """A TOML table and every table below it, with their dotted names."""
    yield name, table
    for key, value in table.items():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                yield from tables(each, f"{name}.{key}".strip("."))


def described():
    """(place, Thai text, English text) of every pair of fields x_th, x_en."""
    for path in sorted(path for each in DESCRIPTIONS for path in ROOT.glob(each)):
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        for name, table in tables(document):
            stems = {
                field.removesuffix(ending)
                for field in table
                for ending in ("th", "en")
                if field == ending or field.endswith(f"_{ending}")
            }
            for stem in sorted(stems):
                place = f"{at(path)} [{name}] {stem}th"
                yield place, table.get(f"{stem}th", ""), table.get(f"{stem}en", "")


def test_descriptions_come_in_both_languages():
    texts = list(described())
    assert texts
    breaches = [
        place
        for place, th, en in texts
        if not en.strip()
        or not THAI.search(th)
        and not (place.endswith("licence_th") and th == en)  # a licence's name
    ]
    assert breaches == []


def test_descriptions_take_the_same_values_in_both_languages():
    breaches = [
        place for place, th, en in described() if placeholders(th) != placeholders(en)
    ]
    assert breaches == []


def mart_columns():
    marts = (sql_of(path) for path in sorted(ROOT.glob("etl/sql/mart_*.sql")))
    return set(re.findall(r"\w+", "\n".join(marts)))


def official_figures():
    file = ROOT / "data/reference/pillar_indicator.csv"
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_every_indicator_is_one_that_we_have():
    """A name in indicators.toml is a mart's column, under pillar_indicator a code."""
    text = (ROOT / "data/indicators.toml").read_text(encoding="utf-8")
    described = tomllib.loads(text)
    pillar = described.pop("pillar_indicator")
    codes = set(pillar) | {entry.get("part_of") for entry in pillar.values()} - {None}
    figures = official_figures()
    assert codes - {figure["indicator_code"] for figure in figures} == set()
    written = {note["written"] for note in described.pop("note")}
    assert written - {figure["note"] for figure in figures} == set()
    assert set(described) - mart_columns() == set()


def test_every_field_has_thai_and_english_titles():
    breaches = []
    schemas = sorted((ROOT / "etl/schema").glob("*.json"))
    assert schemas
    for path in schemas:
        schema = json.loads(path.read_text(encoding="utf-8"))
        for part in (schema, *schema["fields"]):
            if not THAI.search(part.get("title_th", "")):
                breaches.append(f"{at(path)} {part['name']}: title_th")
            if not re.search(r"[A-Za-z]", part.get("title_en", "")):
                breaches.append(f"{at(path)} {part['name']}: title_en")
    assert breaches == []


# --- nothing leaves but by the gate

GATE, BUTTON, EXPORT = (
    "dashboard/disclosure.py",
    "dashboard/ui/tables.py",
    "dashboard/export/",
)
WRITERS = re.compile(r"to_(csv|excel|parquet|json|feather|html|pickle|image)|write_\w+")
FILE_MODULES = {"csv", "xlsxwriter", "openpyxl", "pptx", "docx", "typst", "kaleido"}


STORE = "dashboard/snapshots/store.py"  # what it reads passed the gate when it was kept
FRAMES = {"frame", "_frame"}  # of what passed the gate
LEADERSHIP = re.compile(r"(pages|dashboard/ui)/(weekly_snapshot|briefing)\b")


def calls(tree):
    """(line, name, names of its keywords) of every call."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            yield node.lineno, name, {keyword.arg for keyword in node.keywords}


def changed_frames(tree):
    """Lines in which something is written to the `frame` of something."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Delete):
            targets = getattr(node, "targets", None) or [node.target]
            parts = [part for target in targets for part in ast.walk(target)]
            if any(getattr(part, "attr", "") in FRAMES for part in parts):
                yield node.lineno


def imported(tree):
    """(line, package) of every import."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield node.lineno, name.name.partition(".")[0]
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, (node.module or "").partition(".")[0]


def gate_breaches(place, tree):
    """Where a frame is called gated, or changed after it was, but by the gate."""
    if place == GATE:
        return
    for line, name, fields in calls(tree):
        if name in {"Gated", "__new__"} or (name == "replace" and "_frame" in fields):
            yield f"{place}:{line}: {name}() makes a gated frame"
        if name == "thawed" and place != STORE:
            yield f"{place}:{line}: {name}() makes a gated frame of what was not frozen"
    for line in changed_frames(tree):
        yield f"{place}:{line}: a gated frame is changed"


def file_breaches(place, tree):
    """Where a file for readers is made outside dashboard.export."""
    if place.startswith(EXPORT):
        return
    for line, name, _fields in calls(tree):
        if WRITERS.fullmatch(name):
            yield f"{place}:{line}: {name}()"
    for line, package in imported(tree):
        if package in FILE_MODULES:
            yield f"{place}:{line}: import {package}"


def button_breaches(place, tree):
    """Where a button gives a file but in the one place that logs it."""
    if place != BUTTON:
        for node in ast.walk(tree):
            if getattr(node, "attr", getattr(node, "id", "")) == "download_button":
                yield f"{place}:{node.lineno}: download_button"


def audience_breaches(place, tree):
    """Where a page for leadership asks for the analysts' figures."""
    if LEADERSHIP.match(place):
        for node in ast.walk(tree):
            if getattr(node, "attr", "") == "ANALYST" or (
                isinstance(node, ast.Constant) and node.value == "analyst"
            ):
                yield f"{place}:{node.lineno}: figures for analysts"


GATE_RULES = (gate_breaches, file_breaches, button_breaches, audience_breaches)


@pytest.mark.parametrize("rule", GATE_RULES)
def test_nothing_leaves_but_by_the_gate(rule):
    breaches = [line for path, tree in app_sources() for line in rule(at(path), tree)]
    assert breaches == []


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (gate_breaches, "Gated(frame, audience, '1', False)"),
        (gate_breaches, "disclosure.Gated(frame, audience, '1', False)"),
        (gate_breaches, "object.__new__(Gated)"),
        (gate_breaches, "thawed(frame, audience, '1', is_protected=False)"),
        (gate_breaches, "replace(gated, _frame=exact)"),
        (gate_breaches, "gated.frame['tips'] = exact"),
        (gate_breaches, "gated.frame.loc[0, 'tips'] = 3"),
        (gate_breaches, "gated.frame = exact"),
        (gate_breaches, "gated._frame['tips'] = exact"),
        (audience_breaches, "release.tables(data, week, Audience.ANALYST)"),
        (audience_breaches, "Audience('analyst')"),
        (file_breaches, "frame.to_csv()"),
        (file_breaches, "frame.to_excel(book)"),
        (file_breaches, "frame.to_parquet(path)"),
        (file_breaches, "frame.to_json()"),
        (file_breaches, "figure.write_image(path)"),
        (file_breaches, "path.write_text(text)"),
        (file_breaches, "import csv"),
        (file_breaches, "from csv import writer"),
        (file_breaches, "import xlsxwriter"),
        (button_breaches, "st.download_button('x', data)"),
        (
            button_breaches,
            "from streamlit import download_button as b\ndownload_button",
        ),
    ],
)
def test_a_way_round_the_gate_is_seen(rule, code):
    assert len(list(rule("pages/briefing.py", ast.parse(code)))) == 1


@pytest.mark.parametrize("module", ["queries", "known", "release", "db"])
def test_the_exports_know_no_data(module):
    """As import-linter has it; here for the names that its contract must hold."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = (
        each
        for each in contracts["tool"]["importlinter"]["contracts"]
        if each.get("source_modules") == ["dashboard.export"]
    )
    assert {f"dashboard.{module}", "duckdb"} <= set(contract["forbidden_modules"])


def test_streamlit_gives_no_data_away_by_itself():
    text = (ROOT / ".streamlit/config.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text)["client"]["disableDataExport"] is True


# --- nothing stands about unused


def is_query_file(path):
    return "queries" in path.relative_to(ROOT).with_suffix("").parts


def names_read(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr


def test_every_query_is_asked():
    queries = {
        node.name: at(path, node.lineno)
        for path, tree in app_sources()
        if is_query_file(path)
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }
    asked = {
        name
        for path, tree in app_sources()
        if not is_query_file(path)
        for name in names_read(tree)
    }
    assert queries
    assert {name: place for name, place in queries.items() if name not in asked} == {}


def test_every_mart_is_used():
    marts = sorted((ROOT / "etl/sql").glob("mart_*.sql"))
    in_python = {
        word
        for _, tree in sources("dashboard/**/*.py", "etl/**/*.py")
        for node in strings(tree)
        for word in re.findall(r"\w+", node.value)
    }
    assert marts
    breaches = []
    for mart in marts:
        others = (path for path in ROOT.glob("etl/sql/**/*.sql") if path != mart)
        in_sql = {word for path in others for word in re.findall(r"\w+", sql_of(path))}
        if mart.stem not in in_python | in_sql:
            breaches.append(at(mart))
    assert breaches == []


def test_every_page_is_in_the_navigation():
    ((_, app),) = sources("app.py")
    named = {node.value for node in strings(app)}
    pages = {path.stem for path in ROOT.glob("pages/*.py")}
    assert pages
    assert pages - named == set()
