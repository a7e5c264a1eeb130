"""Any page as of a snapshot: pinned to its version, said so, and back to now."""

from datetime import date

import pytest

from dashboard.snapshots.removal import remove
from tests.snapshots.hand_made import frozen, week
from tests.under_test import app, damage, page_names, publish, scratch_app

FIRST = page_names()[0]
OTHER = page_names()[1]
SHOWN = """
    def numbers(con):
        return con.execute("select i from number").fetchone()[0]

    st.metric("number", ask(numbers))
"""


@pytest.fixture
def built(tmp_path, monkeypatch):
    folder = tmp_path / "built"
    monkeypatch.setenv("RISK_WATCH_BUILT", str(folder))
    return folder


@pytest.fixture
def root(tmp_path):
    (tmp_path / "app").mkdir()
    return scratch_app(tmp_path / "app", **{FIRST: SHOWN, OTHER: SHOWN})


@pytest.fixture
def old(built):
    """A snapshot of a version that is no more the current one."""
    name = publish(built, 1, {"number": "select 1 as i"})
    told = frozen(built.parent / "snapshots", week(version=name))
    publish(built, 2, {"number": "select 2 as i"})
    return told


def shown(test) -> str:
    return test.metric[0].value


def test_without_as_of_a_page_shows_now(old, root):
    test = app(None, root)
    assert shown(test) == "2"
    assert not test.info
    assert not test.warning


@pytest.mark.parametrize("page", [None, f"pages/{OTHER}.py"])
def test_as_of_pins_any_page_to_the_version_and_says_so(old, root, page):
    test = app(page, root, as_of=old.id)
    assert shown(test) == "1"
    assert old.id in test.info[0].value
    assert "ไม่ใช่ข้อมูลปัจจุบัน" in test.info[0].value
    english = app(page, root, as_of=old.id, lang="en")
    assert "This is not the present state" in english.info[0].value
    assert old.version in english.info[0].value


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("th", "แสดงข้อมูลถึง 15 พ.ย. 2569 ซึ่งหลังสัปดาห์ของฉบับ (สิ้นสุด 8 พ.ย. 2569)"),
        ("en", "show data until 15 Nov 2569, later than the frozen week"),
    ],
)
def test_a_version_that_goes_on_after_the_week_is_said_on_any_page(
    old, root, built, lang, said
):
    earlier = week(date(2026, 11, 8), version=old.version)
    later = frozen(built.parent / "snapshots", earlier)
    for page in (None, f"pages/{OTHER}.py"):
        (warning,) = app(page, root, as_of=later.id, lang=lang).warning
        assert said in warning.value.replace("\\", "")
        assert not app(page, root, as_of=old.id, lang=lang).warning


def test_the_pin_stays_on_the_way_to_another_page(old, root):
    test = app(None, root, as_of=old.id)
    test.switch_page(str(root / f"pages/{OTHER}.py")).run()
    assert shown(test) == "1"
    assert test.query_params["as_of"] == old.id


def test_the_way_back_to_now(old, root):
    test = app(None, root, as_of=old.id)
    test.button(key="as_of_now").click().run()
    assert shown(test) == "2"
    assert "as_of" not in test.query_params
    assert not test.info


@pytest.mark.parametrize("name", ["0" * 12, "../../etc", "<b>", "x" * 200])
def test_an_unknown_snapshot_is_said_and_now_is_shown(old, root, name):
    test = app(None, root, as_of=name, lang="en")
    assert shown(test) == "2"
    assert "There is no snapshot with the id" in test.warning[0].value
    said = "This page shows the present state instead, as far as it may be disclosed."
    assert said in test.warning[0].value
    assert "<b>" not in test.warning[0].value
    test.button(key="as_of_now").click().run()
    assert not test.warning


@pytest.mark.parametrize(
    ("lang", "said"),
    [("th", "ถูกลบออกแล้วเมื่อวันที่"), ("en", "was removed on")],
)
def test_a_removed_snapshot_is_said_with_its_reason_and_now_is_shown(
    old, root, built, lang, said
):
    assert shown(app(None, root, as_of=old.id)) == "1"
    remove(built.parent / "snapshots", old.id, "แถวถูกถอน *ทั้งหมด*")
    test = app(None, root, as_of=old.id, lang=lang)
    assert shown(test) == "2"
    assert said in test.warning[0].value
    assert r"แถวถูกถอน \*ทั้งหมด\*" in test.warning[0].value
    test.button(key="as_of_now").click().run()
    assert not test.warning


def test_a_damaged_snapshot_is_said_and_now_is_shown(old, root, built):
    path = built.parent / "snapshots" / old.folder / "manifest.json"
    path.chmod(0o644)
    path.write_text(path.read_text("utf-8").replace("v", "w", 1), "utf-8")
    test = app(None, root, as_of=old.id, lang="en")
    assert shown(test) == "2"
    assert "is not what was kept" in test.warning[0].value
    assert "ไม่ตรงกับที่บันทึกไว้" in app(None, root, as_of=old.id).warning[0].value


def test_a_version_that_is_gone_or_damaged_is_said_and_now_is_shown(old, root, built):
    damage(built, old.version)
    test = app(None, root, as_of=old.id, lang="en")
    assert shown(test) == "2"
    assert "is gone or cannot be used" in test.warning[0].value
    (built / f"{old.version}.json").unlink()
    assert shown(app(None, root, as_of=old.id)) == "2"


@pytest.mark.parametrize(
    ("lang", "said"), [("th", "สร้างก่อนที่จะมีส่วนนี้"), ("en", "is older than this view")]
)
@pytest.mark.parametrize("before", [{}, {"number": "select 1 as other"}])
def test_a_version_that_is_older_than_the_view_is_said_to_be_so(
    built, root, lang, said, before
):
    version = publish(built, 91, before)  # of no other test: answers are kept by it
    told = frozen(built.parent / "snapshots", week(version=version))
    publish(built, 2, {"number": "select 2 as i"})
    test = app(None, root, as_of=told.id, lang=lang)
    (warning,) = test.warning
    assert said in warning.value
    assert told.version in warning.value
    assert not test.error
    test.button(key="as_of_now").click().run()
    assert shown(test) == "2"


def test_what_is_missing_now_is_no_old_version_but_a_failure(built, root):
    publish(built, 92)
    test = app(None, root, lang="en")
    assert test.error
    assert not test.warning


def test_a_new_version_does_not_move_a_pinned_page(old, root, built):
    test = app(None, root, as_of=old.id)
    publish(built, 3, {"number": "select 3 as i"})
    assert shown(test.run()) == "1"
    test.button(key="as_of_now").click().run()
    assert shown(test) == "3"
