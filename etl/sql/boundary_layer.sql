-- boundary_layer: the ministry's province layer, when one was handed over.
--
-- grain    one row, or none: then maps draw the schematic layer of static/
-- source   python -m etl shapes
-- used by  dashboard.queries.borders
create table boundary_layer (
    file varchar,
    sha256 varchar,
    source_th varchar,
    source_en varchar,
    licence varchar,
    taken_on date,
    crs varchar,
    fine varchar,
    coarse varchar
);
