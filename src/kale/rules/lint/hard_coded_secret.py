"""A password, token or key stands in the notebook.

## What it finds

Text in the form that well-known services give their keys and tokens, and text of random letters and digits that is
assigned to, or passed as, something called a password, a secret, a token or a key. The text itself is never shown.

## Why it is a problem

The code of a step is stored in the pipeline's YAML, in the cluster and in the user interface, where everyone who may
look at the pipeline can read it. It stays there after the cell has been corrected.

## What to do

Change the secret, because it has been seen. Put the new one into a Kubernetes secret, and give it to the step with
the tag `secret:<secret>:<key>:<variable>`; the code reads the environment variable.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from kale.diagnostics import Diagnostic, Rule, Severity
from kale.rules.code import ParsedCell
from kale.rules.examples import Example
from kale.rules.page import Lint, RulePage
from kale.rules.subject import Subject

HARD_CODED_SECRET: Final = Rule("K512", "hard-coded-secret", Severity.WARNING)

_KNOWN: Final = re.compile(
    r"(?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{60,}|glpat-[\w-]{20,}|hf_[A-Za-z]{30,}"
    r"|sk-(?:proj-|ant-)?[\w-]{32,}|xox[abpors]-[\w-]{10,}|AIza[\w-]{35}|eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]+"
    r"|-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----[\s\S]*"
)
_NAME: Final = re.compile(
    r"(?:^|_)(?:password|passwd|pwd|secret|secret_?key|api_?key|access_?key|private_?key|auth_?token|access_?token"
    r"|bearer_?token|api_?token|token)$",
    re.IGNORECASE,
)
_RANDOM: Final = re.compile(r"(?=[^\s]*[A-Za-z])(?=[^\s]*\d)[\w!@#$%^&*+/=.~-]{8,200}", re.ASCII)
_PLACEHOLDER: Final = re.compile(
    r"your|example|changeme|placeholder|dummy|xxx|\.\.\.|\*\*\*|<|\{|test|fake|sample", re.IGNORECASE
)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Find secrets, without ever repeating one."""
    for cell in subject.cells:
        seen: set[ast.AST] = set()
        for node in cell.nodes:
            for name, value in _named(node):
                if _NAME.search(name) and _looks_random(value) and value not in seen:
                    seen.add(value)
                    yield _problem(cell, value)
            if isinstance(node, ast.Constant) and node not in seen and _is_known(node.value):
                seen.add(node)
                yield _problem(cell, node)


def _named(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Give what a node calls by a name: assigned, passed as a keyword, or put under a key."""
    match node:
        case ast.Assign(targets=[target], value=value) | ast.AnnAssign(target=target, value=ast.expr() as value):
            yield from _target(target, value)
        case ast.keyword(arg=str(name), value=value):
            yield name, value
        case ast.Dict(keys=keys, values=values):
            for key, value in zip(keys, values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield key.value, value


def _target(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    match target:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            yield name, value
        case ast.Subscript(slice=ast.Constant(value=str(name))):
            yield name, value


def _looks_random(value: ast.expr) -> bool:
    if not isinstance(value, ast.Constant) or not isinstance(value.value, str):
        return False
    text = value.value
    return bool(_RANDOM.fullmatch(text)) and not _PLACEHOLDER.search(text) and len(set(text)) > len(text) // 4


def _is_known(value: object) -> bool:
    return isinstance(value, str) and bool(_KNOWN.fullmatch(value.strip())) and not _PLACEHOLDER.search(value[:60])


def _problem(cell: ParsedCell, value: ast.expr) -> Diagnostic:
    return HARD_CODED_SECRET.at(
        cell.span(value),
        "this looks like a secret; it would stand in the pipeline for everyone to read",
        help="change it, keep the new one in a Kubernetes secret, and use the tag 'secret:<secret>:<key>:<variable>'",
    )


LINT: Final = Lint(
    RulePage(
        HARD_CODED_SECRET,
        __doc__,
        invalid=(
            Example("""
                # %% step:load
                db_password = «'hunter2-9fk3q'»
                print(len(db_password))
                """),
            Example(
                """
                # %% step:load
                def connect(**options):
                    return len(options)
                print(connect(api_key=«'q8Zr1mV0tLs7'», region='eu-west-1'))
                print({'token': «'f7a9c0d1e2b3'»})
                """
            ),
        ),
        valid=(
            Example(
                """
                # %% step:load secret:db:password:DB_PASSWORD
                import os
                password = os.environ['DB_PASSWORD']
                print(len(password))
                """
            ),
            Example(
                """
                # %% step:load
                password = ''
                token = '<your token here 1>'
                pad_token = '[PAD]'
                secret_name = 'db-credentials-2'
                api_key = 'YOUR_API_KEY_123'
                print(password, token, pad_token, secret_name, api_key)
                """
            ),
        ),
    ),
    find,
)
