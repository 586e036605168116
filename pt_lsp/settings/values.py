"""Whether a value written somewhere fits an option, and what would fit, in words.

What can mean one thing only is read: one text as a list of one, blanks around a text. Of the rest nothing is
guessed.
"""

import math
from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin

from pt_lsp.globs import excess
from pt_lsp.settings.addresses import NotAnAddress, read_base_url, read_proxy_url
from pt_lsp.settings.options import Option
from pt_lsp.settings.own_actions import OwnAction, read_actions
from pt_lsp.settings.patterns import NotAPattern, read_lone_pattern, read_patterns
from pt_lsp.settings.tables import Table

_MOST_PATTERNS = 1_000
_LONGEST_MARKER = 20
_TEXTS = {None: "a text", "marker": f"a text on one line of at most {_LONGEST_MARKER} characters"}


class Unfit(ValueError):
    """The value does not fit the option; its text says why, as the end of a sentence."""


class TooMuch(Unfit):
    """A list that keeps something out is too long to be looked at, and without it less would be kept out."""


def fitting(option: Option, value: object) -> Any:
    """`value` as the option holds it: lists as tuples, whole floats as integers; Unfit if there is no way."""
    try:
        for kind in _kinds(option):
            if (fit := _convert(kind, value)) is not None and _is_in_bounds(option, fit):
                _check_extent(option, fit)
                return _in_form(option, fit, is_lone=isinstance(value, str))
    except (NotAnAddress, NotAPattern) as fault:
        raise Unfit(str(fault)) from None
    raise Unfit(f"must be {allowed(option)}")


def allowed(option: Option) -> str:
    """What fits the option, as the end of "it must be …"."""
    return " or ".join(_described(option, kind) for kind in _kinds(option))


def takes_table(option: Option) -> bool:
    """Whether the value is a table of its own."""
    return any(isinstance(kind, type) and issubclass(kind, Table) for kind in _kinds(option))


def _kinds(option: Option) -> tuple[Any, ...]:
    if get_origin(option.type) is UnionType:
        return tuple(kind for kind in get_args(option.type) if kind is not NoneType)
    return (option.type,)


def _holds_actions(kind: Any) -> bool:
    return get_args(kind)[:1] == (OwnAction,)


def _convert(kind: Any, value: object) -> Any | None:
    if get_origin(kind) is Literal:
        return value if isinstance(value, str) and value in get_args(kind) else None
    if get_origin(kind) is tuple:
        return read_actions(value).actions if _holds_actions(kind) else _converted_texts(value)
    if kind in {bool, str}:
        return value if isinstance(value, kind) else None
    if issubclass(kind, Table):
        table = {} if value in ([], ()) else value  # some editors know one empty table only
        return kind.read(table) if isinstance(table, Mapping) else None
    return _converted_number(kind, value)


def _converted_texts(value: object) -> tuple[str, ...] | None:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, Mapping) and not value:  # some editors know one empty table only
        return ()
    if not isinstance(value, list | tuple):
        return None
    return tuple(value) if all(isinstance(item, str) for item in value) else None


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


def _check_extent(option: Option, fit: Any) -> None:
    if option.project_may == "add" and isinstance(fit, tuple) and (too_much := excess(fit, _MOST_PATTERNS)):
        raise TooMuch(f"has {too_much}")


def _in_form(option: Option, value: Any, *, is_lone: bool) -> Any:
    """The value as it is to be written; `is_lone` where a text was written, which may stand for a list."""
    match option.form:
        case "base URL":
            return read_base_url(value)
        case "proxy URL":
            return read_proxy_url(value)
        case "patterns":
            return read_lone_pattern(value[0]) if is_lone else read_patterns(value)
        case "marker":
            return _read_marker(option, value)
    return _written_out(option, value) if option.is_protecting and isinstance(value, str) else value


def _read_marker(option: Option, text: str) -> str:
    marker = text.strip()
    if len(marker) > _LONGEST_MARKER or not marker.isprintable():
        raise Unfit(f"must be {allowed(option)}")
    return marker


def _written_out(option: Option, text: str) -> str:
    text = text.strip()
    if not text:
        raise Unfit("must not be empty; leave it out to have it unset")
    if "${" in text and _kinds(option) == (str,):  # a command may mean its own
        raise Unfit("must be written out, for `${` is not replaced in it")
    return text


def _is_in_bounds(option: Option, value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return True
    is_low = option.minimum is not None and value < option.minimum
    is_high = option.maximum is not None and value > option.maximum
    return not (is_low or is_high)


def _described(option: Option, kind: Any) -> str:
    if get_origin(kind) is Literal:
        return f"one of {', '.join(f'`{choice}`' for choice in get_args(kind))}"
    if get_origin(kind) is tuple:
        return (
            "a list of tables, each with `id`, `title` and `instruction`"
            if _holds_actions(kind)
            else "a list of texts"
        )
    if kind is bool:
        return "true or false"
    if issubclass(kind, Table):
        return str(kind.allowed)
    if kind is str:
        return _TEXTS.get(option.form, "an http or https URL")
    name = "a whole number" if kind is int else "a number"
    if option.maximum is None:
        return name if option.minimum is None else f"{name} of at least {option.minimum:g}"
    return f"{name} from {option.minimum or 0:.15g} to {option.maximum:.15g}"
