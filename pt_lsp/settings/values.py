"""Whether a value written somewhere fits an option, and what would fit, in words."""

import math
from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin

from pt_lsp.settings.options import Option
from pt_lsp.settings.tables import Table


class Unfit(ValueError):
    """The value does not fit the option; `allowed` says what does."""


def fitting(option: Option, value: object) -> Any:
    """`value` as the option holds it: lists as tuples, whole floats as integers; Unfit if there is no way."""
    for kind in _kinds(option):
        if (fit := _convert(kind, value)) is not None and _is_in_bounds(option, fit):
            return fit
    raise Unfit


def allowed(option: Option) -> str:
    """What fits the option, as the end of "it must be …"."""
    return " or ".join(_described(option, kind) for kind in _kinds(option))


def _kinds(option: Option) -> tuple[Any, ...]:
    if get_origin(option.type) is UnionType:
        return tuple(kind for kind in get_args(option.type) if kind is not NoneType)
    return (option.type,)


def _convert(kind: Any, value: object) -> Any | None:
    if get_origin(kind) is Literal:
        return value if isinstance(value, str) and value in get_args(kind) else None
    if get_origin(kind) is tuple:
        if not isinstance(value, list | tuple):
            return None
        return tuple(value) if all(isinstance(item, str) for item in value) else None
    if kind in {bool, str}:
        return value if isinstance(value, kind) else None
    if issubclass(kind, Table):
        return kind.read(value) if isinstance(value, Mapping) else None
    return _converted_number(kind, value)


def _converted_number(kind: Any, value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if kind is int and isinstance(value, int):
        return value
    try:
        number = float(value)
    except OverflowError:
        return None
    if kind is int:  # some editors know floats only
        return int(number) if number.is_integer() else None
    return number if math.isfinite(number) else None


def _is_in_bounds(option: Option, value: object) -> bool:
    if option.is_url:
        return (
            isinstance(value, str) and value.startswith(("http://", "https://")) and not value.endswith("//")
        )
    if isinstance(value, bool) or not isinstance(value, int | float):
        return True
    is_low = option.minimum is not None and value < option.minimum
    is_high = option.maximum is not None and value > option.maximum
    return not (is_low or is_high)


def _described(option: Option, kind: Any) -> str:
    if get_origin(kind) is Literal:
        return f"one of {', '.join(f'`{choice}`' for choice in get_args(kind))}"
    if get_origin(kind) is tuple:
        return "a list of texts"
    if kind is bool:
        return "true or false"
    if issubclass(kind, Table):
        return str(kind.allowed)
    if kind is str:
        return "an http or https URL" if option.is_url else "a text"
    name = "a whole number" if kind is int else "a number"
    if option.maximum is None:
        return name if option.minimum is None else f"{name} of at least {option.minimum:g}"
    return f"{name} from {option.minimum or 0:.15g} to {option.maximum:.15g}"
