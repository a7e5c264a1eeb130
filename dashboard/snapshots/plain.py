"""Values of the week as plain JSON, and back: every field by its declared type."""

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import numpy as np
import pandas as pd

_UNIONS = (Union, types.UnionType)


def plain(value: object) -> Any:  # noqa: ANN401 - whatever JSON holds
    """A value as json.dumps takes it: dataclasses as objects, days as ISO texts.

    Raises:
        TypeError: It is of a kind that could not be read back.
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if isinstance(value, np.generic):
        return plain(value.item())
    return _scalar(value)


def _scalar(value: object) -> str | int | float | bool | None:
    if pd.isna(value):
        return None
    if isinstance(value, datetime):  # pandas' own kind of a day
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str | int | float | bool):
        return value
    raise TypeError(f"{type(value).__name__} cannot be frozen: {value!r}")


def made(kind: Any, value: Any) -> Any:  # noqa: ANN401 - of the kind that is asked for
    """The value of a declared type, from what `plain` made of it.

    Raises:
        ValueError: It is not of that type, or a field is missing or too many; one that
            was declared later, with a default, may be missing.
    """
    if is_dataclass(kind):
        return _record(kind, value)
    origin, of = get_origin(kind), get_args(kind)
    if origin in _UNIONS:
        return None if value is None else made(_first(of), value)
    if origin is tuple:
        return tuple(made(of[0], each) for each in _of(list, value))
    if origin is not None and origin is not Literal:
        return {key: made(of[1], each) for key, each in _of(dict, value).items()}
    return _single(kind, value)


def _first(kinds: tuple[Any, ...]) -> Any:  # noqa: ANN401
    return next(kind for kind in kinds if kind is not type(None))


def _of(kind: type, value: Any) -> Any:  # noqa: ANN401
    if not isinstance(value, kind):
        raise ValueError(f"{value!r} is no {kind.__name__}")  # noqa: TRY004
    return value


def _single(kind: Any, value: Any) -> Any:  # noqa: ANN401
    if get_origin(kind) is Literal:
        if value not in get_args(kind):
            raise ValueError(f"{value!r} is none of {get_args(kind)}")
        return value
    if kind is date:
        return date.fromisoformat(_of(str, value))
    if kind is float:
        return value if isinstance(value, int) else _of(float, value)
    return _of(kind, value)


@cache
def _declared(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _record(kind: Any, value: Any) -> Any:  # noqa: ANN401
    declared = _declared(kind)
    given = set(_of(dict, value))
    later = {each.name for each in fields(kind) if each.default is not MISSING}
    if given | later != set(declared):
        raise ValueError(f"{kind.__name__}: {sorted(given ^ set(declared))}")
    return kind(**{name: made(declared[name], each) for name, each in value.items()})
