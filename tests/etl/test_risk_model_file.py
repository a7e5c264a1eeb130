"""A model file that cannot be used says why, in Thai and English, before a build."""

import tomllib
from typing import get_args

import pytest

from etl import paths, risk_model
from methods.risk_model import Kind
from tests.etl import office


@pytest.mark.parametrize(
    ("line", "wrong", "th", "en"),
    [
        (
            "weight = 1.0",
            "weight = -2.0",
            "indicator.E_LAND_BORDER.weight คือ -2.0",
            "Write a number above 0",
        ),
        (
            "base_fiscal_year_be",
            'aggregation = "arithmetic"\nbase_fiscal_year_be',
            "ดัชนีที่เผยแพร่ใช้ geometric เท่านั้น",
            "the published index is geometric",
        ),
        ("exposure = 0.5", "exposure = 0.7", "ต้องเป็น 1", "It must be 1"),
        ("seed = 2563", "seed = -1", "uncertainty.seed คือ -1", "from 0 to 999,999,999"),
        (
            "draws = 1000",
            "draws = 1000000000",
            "ตั้งแต่ 100 ถึง 10,000",
            "from 100 to 10,000",
        ),
        (
            "skewness = 2.0",
            "skewness = 2.0\nskew = 1",
            "ไม่รู้จัก treatment.skew (ค่าที่ใส่คือ 1)",
            "treatment.skew is not known",
        ),
        (
            "since = 2026-11-22",
            'since = "yesterday"',
            "history, 1: since คือ yesterday",
            "such as 2026-11-28",
        ),
    ],
)
def test_a_fault_is_said_with_place_and_value_in_both_languages(
    tmp_path, line, wrong, th, en
):
    text = paths.RISK_MODEL.read_text("utf-8")
    assert line in text
    model = tmp_path / "risk_model.toml"
    model.write_text(text.replace(line, wrong, 1), "utf-8")
    with pytest.raises(risk_model.RiskModelError) as refused:
        risk_model.read(model)
    thai, english = str(refused.value).split(" / ")
    assert th in thai
    assert en in english
    assert thai.startswith("risk_model.toml")


def test_every_kind_of_fault_has_its_words_and_no_other_has():
    texts = tomllib.loads(risk_model.FAULTS.read_text("utf-8"))
    assert {f"risk_fault_{kind}" for kind in get_args(Kind)} == set(texts)


@pytest.mark.parametrize(
    ("line", "wrong", "th", "en"),
    [
        ("seed = 2563", "seed = -1", "โปรดใส่จำนวนเต็มตั้งแต่ 0", "Write a whole number"),
        (
            "seed = 2563",
            "seed = = 1",
            "อ่านเป็น TOML ไม่ได้",
            "as TOML (Invalid value (at line",
        ),
    ],
)
def test_a_build_says_what_is_wrong_with_the_model_before_it_reads_a_row(
    monkeypatch, tmp_path, line, wrong, th, en
):
    model = tmp_path / "risk_model.toml"
    text = paths.RISK_MODEL.read_text("utf-8").replace(line, wrong)
    model.write_text(text, "utf-8")
    monkeypatch.setattr(paths, "RISK_MODEL", model)
    (tmp_path / "inbox").mkdir()
    run = office.build(tmp_path / "built", tmp_path / "inbox")
    assert run.exit_code == 1
    assert "risk_model.toml: " in run.printed
    assert th in run.printed
    assert en in run.printed
    assert "loaded" not in run.printed
    assert not (tmp_path / "built" / "CURRENT").exists()
