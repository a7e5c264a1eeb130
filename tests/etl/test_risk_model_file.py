"""A model file that cannot be used says why, in Thai and English, before a build."""

import pytest

from etl import paths, risk_model


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
