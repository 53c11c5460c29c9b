"""What a pipeline function cannot do is an error at its line, which says what to write instead."""

from __future__ import annotations

import inspect
import pickle
import textwrap

import pytest
from tests.dsl.conftest import Load

from kale import Resources
from kale.dsl import step
from kale.errors import CompileError, KaleError

STEPS = """
import json
import math
import threading
import copy
import pickle
from typing import NamedTuple


class Pair(NamedTuple):
    left: int
    right: int


@step
def make(n: int = 1):
    return n


@step
def pair() -> Pair:
    return Pair(1, 2)


@step
def use(value, other=None) -> float:
    return value


def helper(value):
    return value + 1


@pipeline
def main(depth: int = 3, flag: bool = True, words: list[str] = None):
"""
BODY_STARTS = STEPS.count("\n") + 1

MISUSES = [
    ("if make():\n    use(1)", "K401", 1, "branches on it", "branch in a step"),
    ("x = make()\nwhile x:\n    use(x)", "K401", 2, "the output of step 'make'", "branch"),
    ("x = make() or 1\nuse(x)", "K401", 1, "branches", "branch"),
    ("x = make()\nif x > 3:\n    use(x)", "K401", 2, "compares", "branch"),
    ("x = make()\nif x == 3:\n    use(x)", "K401", 2, "compares", "branch"),
    ("x = make()\nif x is None:\n    use(x)", "K401", 2, "asks what 'x' is", "ask in a step"),
    ("x = make()\nif isinstance(x, int):\n    use(x)", "K401", 2, "asks what 'x' is", "ask in a step"),
    ("make()\nif words is not None:\n    make()", "K401", 2, "asks what 'words' is", "ask in a step"),
    ("make()\nif flag:\n    make()", "K401", 2, "the parameter 'flag'", "branch"),
    ("make()\nif depth > 2:\n    make()", "K401", 2, "the parameter 'depth'", "branch"),
    ("for part in make():\n    use(part)", "K402", 1, "loops over it", "tuple"),
    ("a, b = make()", "K402", 1, "unpacks it", "-> tuple"),
    ("make()\nfor word in words:\n    use(word)", "K402", 2, "the parameter 'words'", "loop in a step"),
    ("x = make()\nuse([part for part in x])", "K402", 2, "loops over it", "loop in a step"),
    ("x = make()\nuse(len(x))", "K402", 2, "length", "in a step"),
    ("x = make()\nuse(3 in x)", "K402", 2, "element", "loop in a step"),
    ("make()\nfor i in range(depth):\n    make()", "K404", 2, "the parameter 'depth'", "in a step"),
    ("x = make()\nx['a'] = 1", "K403", 2, "changes it", "change it in a step"),
    ("x = make()\nx.a = 1", "K403", 2, "changes it", "change it in a step"),
    ("x = make()\ndel x['a']", "K403", 2, "changes it", "change it in a step"),
    ("x = make()\nx += 1", "K403", 2, "changes it", "change it in a step"),
    ("x = make()\nx.append(1)", "K404", 2, "attribute 'append'", "use it in a step"),
    ("x = make()\nuse(f'{x} rows')", "K404", 2, "text is made of it", "@step"),
    ("x = make()\nuse(f'{x!r} rows')", "K404", 2, "text is made of it", "@step"),
    ("x = make()\nuse('%s rows' % x)", "K404", 2, "text is made of it", "@step"),
    ("x = make()\nprint(x)", "K404", 2, "text is made of it", "@step"),
    ("x = make()\nuse('rows: ' + x)", "K404", 2, "computes with it", "@step"),
    ("x = make()\nuse(x + 1)", "K404", 2, "computes with it", "@step"),
    ("x = make()\nuse(-x)", "K404", 2, "computes with it", "@step"),
    ("x = make()\nuse(helper(x))", "K404", 2, "computes with it", "@step"),
    ("x = make()\nuse(int(x))", "K404", 2, "a number", "@step"),
    ("x = make()\nuse(math.sqrt(x))", "K404", 2, "a number", "@step"),
    ("x = make()\nuse(x[0])", "K404", 2, "part [0]", "hint"),
    ("x = pair()\nuse(x.middle)", "K404", 2, "'middle'", "NamedTuple"),
    ("x = pair()\nuse(x.left.real)", "K404", 2, "part 'left' of the output of step 'pair'", "in a step"),
    ("x = make()\nuse(x())", "K404", 2, "calls it", "@step"),
    ("x = make()\nuse(depth + 1)", "K404", 2, "the parameter 'depth'", "@step"),
    ("x = make()\nwith x:\n    use(1)", "K404", 2, "context", "@step"),
    ("x = make()\nuse(json.dumps([x]))", "K404", 2, "takes the output of a step for a value", "@step"),
    ("x = make()\nuse('-'.join([x]))", "K404", 2, "takes the output of a step for a value", "@step"),
    ("make()\nuse('-'.join([depth]))", "K404", 2, "takes a parameter for a value", "@step"),
    ("x = make()\nuse(sorted([x, x]))", "K401", 2, "compares", "branch"),
    ("x = make()\nuse(copy.deepcopy(x))", "K405", 2, "copies or pickles", "hand it to a step"),
    ("x = make()\npickle.dumps(x)", "K405", 2, "copies or pickles", "hand it to a step"),
    ("make()\nraise KeyError('own')", "K418", 2, "raises KeyError: 'own'", ""),
    ("make()\n[][1]", "K418", 2, "raises IndexError: list index out of range", ""),
    ("use()", "K409", 1, "missing a required argument: 'value'", ""),
    ("use(1, colour=2)", "K409", 1, "unexpected keyword argument 'colour'", ""),
    ("use.after(make)(1)", "K409", 1, "has called before", "earlier step"),
    ("use.after(3)(1)", "K409", 1, "after() takes", "earlier step"),
    ("make()\nmetrics(n=3)", "K409", 2, "the metric 'n' is a constant", ""),
    ("use(threading.Lock())", "K410", 1, "of type lock", "make it in a step"),
    ("use([1, object()])", "K410", 1, "of type object", "make it in a step"),
    ("use(x for x in [1])", "K410", 1, "of type generator", "make it in a step"),
    ("make.named('a')()\nuse.named('a')(1)", "K415", 2, "two steps are called 'a'", ".named()"),
]


def diagnostic_of(load: Load, body: str) -> tuple[str, int, str, str]:
    main = load(STEPS + textwrap.indent(body, "    ") + "\n")
    with pytest.raises(CompileError) as caught:
        main.pipeline()
    (found,) = caught.value.diagnostics
    assert found.span is not None
    assert str(caught.value).startswith(f"work.py: line {found.span.line}: error[{found.code} {found.slug}]")
    return found.code, found.span.line - BODY_STARTS, found.message, found.help or ""


@pytest.mark.parametrize(("body", "code", "line", "words", "advice"), MISUSES, ids=[case[0] for case in MISUSES])
def test_misuse_is_an_error_at_its_line(  # noqa: PLR0917 - a column each
    load: Load, body: str, code: str, line: int, words: str, advice: str
) -> None:
    found = diagnostic_of(load, body)
    assert found[:2] == (code, line)
    assert words in found[2]
    assert advice in found[3]
    again = load(STEPS + textwrap.indent(body, "    ") + "\n", name="again.py")
    assert [problem.code for problem in again.check()] == [code]


def test_a_placeholder_that_is_kept_means_nothing_later(load: Load) -> None:
    main = load(
        """
        KEPT = []

        @step
        def make():
            return 1

        @step
        def use(value):
            return value

        @pipeline
        def main():
            KEPT.append(make())

        @pipeline
        def other():
            use(KEPT[0])

        def plain():
            return use(KEPT[0])
        """
    )
    main.pipeline()
    module = main.function.__globals__
    for leak in (module["other"].pipeline, module["plain"]):
        with pytest.raises(CompileError, match=r"K405 leaked-placeholder.*the output of step 'make'"):
            leak()
    assert repr(module["KEPT"][0]) == "<the output of step 'make'>"


SOURCELESS = [
    ("step(len)", "K406", "len() is written in C"),
    ("step(str.upper)", "K406", "upper() is written in C"),
    ("step(lambda x: x)", "K406", "a lambda cannot be a step"),
    ("step(functools.partial(print, 1))", "K406", "of type partial"),
    ("step(typed)", "K406", "the source of typed() is not in a file"),
    ("step(Holder().method)", "K406", "of type method"),
    ("step(Holder.method)", "K406", "Holder.method() is a method"),
    ("step(Holder)", "K406", "of type type"),
    ("closing(3)", "K407", "use() uses 'depth', 'width' of closing() around it"),
    ("step(waiting)", "K419", "waiting() is asynchronous"),
    ("step(locked)", "K408", "the default of 'lock' of locked() is of type lock"),
    ("step(keyword)", "K408", "the default of 'rows' of keyword() is of type generator"),
]


@pytest.mark.parametrize(("made", "code", "words"), SOURCELESS, ids=[case[0] for case in SOURCELESS])
def test_a_function_that_cannot_travel_is_named(load: Load, made: str, code: str, words: str) -> None:
    main = load(
        f"""
        import functools
        import threading

        class Holder:
            def method(self):
                return 1

        def closing(depth):
            width = depth
            def use(x):
                return x + depth + width
            return step(use)

        async def waiting(x):
            return x

        def locked(x, lock=threading.Lock()):
            return x

        def keyword(x, *, rows=(n for n in [1])):
            return x

        exec("def typed(x): return x")
        called = {made}

        @pipeline
        def main():
            called(1)
        """
    )
    (found,) = main.check()
    assert found.code == code
    assert words in found.message
    assert found.span is not None


PARAMETERS = [
    ("def main(x):\n    use(x)", "K411", "nothing says of which type"),
    ("def main(x=(1, 2)):\n    use(x)", "K411", "default is of type tuple"),
    ("def main(x: object = None):\n    use(x)", "K411", "nothing says"),
    ("def main(*xs: int):\n    use(1)", "K411", "any number of arguments"),
    ("def main(x: str = 'a'):\n    whole(x)", "K412", "of type str is handed to 'n' of whole(), which takes int"),
    ("def main(x: float = 1.5):\n    whole(x)", "K412", "float"),
    ("def main():\n    pass", "K414", "calls no step"),
]


@pytest.mark.parametrize(("text", "code", "words"), PARAMETERS, ids=[case[0] for case in PARAMETERS])
def test_parameters_have_types(load: Load, text: str, code: str, words: str) -> None:
    head = "@step\ndef use(x):\n    return x\n\n@step\ndef whole(n: int):\n    return n\n\n@pipeline\n"
    (found,) = load(f"{head}{text}\n").check()
    assert found.code == code
    assert words in found.message
    assert found.span is not None


def test_a_function_without_a_file_just_runs() -> None:
    namespace: dict[str, object] = {}
    exec("def double(x): return 2 * x", namespace)
    double = step(namespace["double"])  # type: ignore[call-overload]  # a function that type checkers cannot see
    assert double(4) == 8


@step
def tripled(x: int) -> int:
    return 3 * x


def test_step_functions_are_pickled_by_name() -> None:
    assert pickle.loads(pickle.dumps(tripled)) is tripled
    assert inspect.signature(tripled).return_annotation == "int"


def test_errors_are_of_the_family() -> None:
    with pytest.raises(KaleError, match="there is no option 'cpus'; did you mean 'cpu'"):
        step(cpus="2")  # type: ignore[call-overload]  # the mistake is the point
    with pytest.raises(ValueError, match="the option 'retry' cannot be 'often'"):
        step(retry="often")  # type: ignore[call-overload]  # the mistake is the point
    with pytest.raises(ValueError, match="'resources' and 'cpu' say the same"):
        step(resources=Resources(cpu="1"), cpu="2")
