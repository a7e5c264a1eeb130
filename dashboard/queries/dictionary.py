"""The data dictionary: fields, rules and codes as the schemas of the version say."""

import duckdb
import pandas as pd


def dictionary_fields(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Every field of every dataset.

    Returns:
        One row per field, by dataset and position: dataset, dataset_th, dataset_en,
        field, title_th, title_en, type, unit, is_required, is_key, aliases, code_list,
        or_list, is_province, calendar, delimiter, minimum, maximum, max_length,
        pattern, not_after, is_at_least, description_th, description_en.

    Source:
        dictionary_field, written by the build from etl/schema.
    """
    return con.execute(
        """
        select dataset, dataset_th, dataset_en, field, title_th, title_en, type, unit,
            is_required, is_key, aliases, code_list, or_list, is_province, calendar,
            delimiter, minimum, maximum, max_length, pattern, not_after, is_at_least,
            description_th, description_en
        from dictionary_field
        order by is_reference, dataset, position
        """
    ).df()


def dictionary_rules(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The rules over whole rows.

    Returns:
        One row per rule: dataset, field (whose value is refused), text_th, text_en.

    Source:
        dictionary_rule, written by the build from etl/schema.
    """
    return con.execute(
        """
        select dataset, field, text_th, text_en
        from dictionary_rule
        order by dataset, position
        """
    ).df()


def dictionary_codes(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The codes of every list.

    Returns:
        One row per code, in the list's order: code_list, code, texts (labels and
        aliases that are taken for it, joined by " · ").

    Source:
        dictionary_code, written by the build from data/reference.
    """
    return con.execute(
        """
        select code_list, code, texts
        from dictionary_code
        order by code_list, position
        """
    ).df()
