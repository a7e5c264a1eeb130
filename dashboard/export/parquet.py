"""Gated frames as Parquet, to be kept and read again as they were."""

import io

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.disclosure import Audience, Gated


def parquet_bytes(gated: Gated) -> bytes:
    """The frame as a Parquet file; the same frame gives the same bytes.

    Raises:
        ValueError: The frame is an analyst's.
    """
    if gated.audience is Audience.ANALYST:
        raise ValueError("A file is kept: gate it for LEADERSHIP, not ANALYST.")
    table = pa.Table.from_pandas(gated.frame, preserve_index=False)
    file = io.BytesIO()
    pq.write_table(table, file, compression="zstd")
    return file.getvalue()


def parquet_frame(content: bytes) -> pd.DataFrame:
    """The frame of such a file; days are dates.

    Raises:
        ValueError: It is no Parquet file, or not whole.
    """
    frame: pd.DataFrame = pq.read_table(io.BytesIO(content)).to_pandas()
    return frame
