"""Whether a function can be a step, and whether a call fits it."""

from __future__ import annotations

import inspect
import pickle
from collections.abc import Callable, Mapping
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Final

from kale.diagnostics import Rule
from kale.dsl.modules import source_of
from kale.dsl.places import calling_frame, compile_error, line_span, refusal
from kale.dsl.rules import ASYNCHRONOUS_STEP, CLOSURE, NO_SOURCE, UNFIT_ARGUMENTS, UNSERIALISABLE_DEFAULT
from kale.dsl.tracing import current_trace
from kale.errors import CompileError

_WRITE: Final = "write a function with def in a Python file, and decorate that"
_OPEN: Final = "hand it over as an argument, or define it at the top of the module"
_DEFAULT: Final = "make None the default, and the value in the body"


def checked_function(function: Callable[..., object]) -> FunctionType:
    """Give a function that can travel as source; of one that other decorators have wrapped, what they have wrapped.

    Raises:
        kale.errors.CompileError: Its source cannot be had, it holds variables of a function around it, it is
            asynchronous, or its defaults cannot be serialised.
    """
    function = inspect.unwrap(function)
    if not isinstance(function, FunctionType):
        raise _error(NO_SOURCE, _why_no_source(function), _WRITE)
    if function.__name__ == "<lambda>":
        raise _error_at(function, NO_SOURCE, "a lambda cannot be a step", "write it as a function with def")
    if source_of(function) is None:
        message = f"the source of {function.__name__}() is not in a file, so it cannot travel to a step"
        raise _error(NO_SOURCE, message, _WRITE)
    if function.__code__.co_freevars:
        names = ", ".join(map(repr, function.__code__.co_freevars))
        around = function.__qualname__.rpartition(".<locals>")[0]
        message = f"{function.__name__}() uses {names} of {around}() around it, which does not exist in the step"
        raise _error_at(
            function, CLOSURE, message, "hand it over as an argument, or define it at the top of the module"
        )
    if "." in function.__qualname__.rpartition("<locals>.")[2]:
        raise _error_at(function, NO_SOURCE, f"{function.__qualname__}() is a method, which cannot be a step", None)
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        message = f"{function.__name__}() is asynchronous, and nothing awaits a step"
        raise _error_at(
            function, ASYNCHRONOUS_STEP, message, "run what it awaits with asyncio.run() in a plain function"
        )
    _check_defaults(function)
    return function


def _why_no_source(function: object) -> str:
    name = getattr(function, "__name__", None) or repr(function)
    if isinstance(function, BuiltinFunctionType | type(str.upper)):
        return f"{name}() is written in C, so its source cannot travel to a step"
    return f"{name} is no function but of type {type(function).__name__}, so its source cannot travel to a step"


def _check_defaults(function: FunctionType) -> None:
    code, positional = function.__code__, function.__defaults__ or ()
    names = code.co_varnames[: code.co_argcount][code.co_argcount - len(positional) :]
    for name, value in {**dict(zip(names, positional, strict=True)), **(function.__kwdefaults__ or {})}.items():
        if isinstance(value, ModuleType | FunctionType | type) or value is None:
            continue
        try:
            pickle.dumps(value)
        except Exception as error:  # noqa: BLE001 - a value's own way of being pickled can raise anything
            kind = type(value).__name__
            message = f"the default of {name!r} of {function.__name__}() is of type {kind} and cannot be serialised"
            raise _error_at(
                function,
                UNSERIALISABLE_DEFAULT,
                f"{message}: {error}",
                _DEFAULT,
            ) from None


def bound_arguments(
    function: Callable[..., object], args: tuple[object, ...], kwargs: Mapping[str, object]
) -> inspect.BoundArguments:
    """Give the arguments of a call by the names of the function's parameters.

    Raises:
        kale.errors.CompileError: They do not fit the function.
    """
    try:
        return inspect.signature(function).bind(*args, **kwargs)
    except TypeError as error:
        message = f"the call does not fit {inspect.unwrap(function).__name__}{inspect.signature(function)}: {error}"
        raise _error(UNFIT_ARGUMENTS, message, None) from None


def _error(rule: Rule, message: str, advice: str | None) -> CompileError:
    trace = current_trace()
    return refusal(rule, calling_frame(trace.code if trace else None), message, advice)


def _error_at(function: FunctionType, rule: Rule, message: str, advice: str | None) -> CompileError:
    diagnostic = rule.at(line_span(function.__code__.co_firstlineno), message, help=advice)
    return compile_error(diagnostic, function.__code__.co_filename)
