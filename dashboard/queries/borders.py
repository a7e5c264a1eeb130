"""The province layer that a version was published with."""

import duckdb

from dashboard.borders import Borders, schematic


def borders(con: duckdb.DuckDBPyConnection) -> Borders:
    """The ministry's layer of the version, else the schematic one.

    A version that was built before layers could be handed over has none.

    Source:
        boundary_layer (etl/sql/boundary_layer.sql).
    """
    knows = con.execute(
        "select 1 from duckdb_tables() where table_name = 'boundary_layer'"
    ).fetchone()
    if knows is None:
        return schematic()
    found = con.execute(
        "select fine, coarse, true, source_th, source_en, licence, file, sha256, "
        "taken_on from boundary_layer"
    ).fetchone()
    return Borders(*found) if found else schematic()
