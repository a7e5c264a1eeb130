"""What each indicator weighs, and what it adds to the score of its dimension."""

import pandas as pd


def weights_in_force(every: pd.DataFrame) -> pd.DataFrame:
    """What each indicator weighs in its dimension, of those with a value alone.

    Args:
        every: Dimensions and indicators: is_dimension, dimension, score, weight.

    Returns:
        The indicators with weight_percent (of the weight that is there) and
        contribution (to the dimension's score, which these add up to); both missing
        without a value, and where the dimension has no score.
    """
    is_whole, is_known = every["is_dimension"].astype(bool), every["score"].notna()
    scored = every.loc[is_whole & is_known, "dimension"]
    weight = every["weight"].where(is_known & every["dimension"].isin(scored))
    found = every.assign(weight=weight)[~is_whole]
    share = found["weight"] / found.groupby("dimension")["weight"].transform("sum")
    return found.assign(
        weight_percent=(share * 100).astype("float64"),
        contribution=(share * found["score"]).astype("float64"),
    )
