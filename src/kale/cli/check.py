"""``kale check``: everything that is wrong with notebooks, and what can be done about it."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from kale.checking import Checker, FileReport, notebooks_in
from kale.checking.catalogue import check_words
from kale.checking.findings import exit_code
from kale.checking.formats import Format, render
from kale.checking.formats.text import report_lines, summary
from kale.checking.parallel import check_all
from kale.checking.watching import Watch
from kale.cli.problems import problems_reported, show_error


@click.command("check")
@click.argument("notebooks", nargs=-1, metavar="[NOTEBOOK|FOLDER|FILE.py:PIPELINE|-]...")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice([form.value for form in Format]),
    default=Format.TEXT.value,
    show_default=True,
    help="How to write what is found.",
)
@click.option("--select", metavar="CODES", help="Check these rules only: codes, beginnings of codes, names.")
@click.option("--ignore", metavar="CODES", help="Leave these rules out.")
@click.option("--fix", is_flag=True, help="Fix what can be fixed, and change nothing else in the files.")
@click.option("--watch", is_flag=True, help="Check again whenever a notebook changes, until interrupted.")
def command(
    *, notebooks: tuple[str, ...], form: str, select: str | None, ignore: str | None, fix: bool, watch: bool
) -> None:
    """Say everything that is wrong with notebooks, or doubtful in them; those of the current folder by default."""
    chosen = Format(form)
    paths = notebooks or (".",)
    if watch and (chosen is not Format.TEXT or "-" in paths):
        raise click.UsageError("--watch goes with text and files only")
    with problems_reported():
        checker = Checker(chosen_rules(select), chosen_rules(ignore), fix, chosen.needs_regions)
        if watch:
            _watch(checker, paths)
        reports = _check(checker, notebooks_in(paths), chosen)
    raise click.exceptions.Exit(exit_code(reports))


def chosen_rules(option: str | None) -> tuple[str, ...] | None:
    """Give the words of an option that chooses rules; ``None`` when the option is not there.

    Raises:
        kale.errors.ConfigurationError: A word is none of a rule.
    """
    if option is None:
        return None
    words = tuple(word.strip() for word in option.split(",") if word.strip())
    check_words(words)
    return words


def _check(checker: Checker, paths: Sequence[str], form: Format) -> list[FileReport]:
    reports: list[FileReport] = []
    for report in check_all(checker, paths):
        reports.append(report)
        fixed_to_output = report.fixed_text is not None
        if report.fixed_text is not None:
            sys.stdout.buffer.write(report.fixed_text.encode())
        if report.error is not None and form is not Format.JSON:
            show_error(report.error)
        if form is Format.TEXT:
            for line in report_lines(report):
                click.echo(line, err=fixed_to_output)
    to_error = any(report.fixed_text is not None for report in reports)
    text = summary(reports) if form is Format.TEXT else render(form, reports)
    if text:
        click.echo(text, err=to_error)
    return reports


def _watch(checker: Checker, paths: Sequence[str]) -> None:
    """Check again and again, until the user has enough."""
    watch = Watch(paths)
    try:
        while True:
            notebooks = watch.wait()
            click.clear()
            reports = _check(checker, notebooks, Format.TEXT)
            watch.accept(report.path for report in reports if report.fixed)
            click.echo("Watching for changes; press Ctrl+C to stop.")
    except KeyboardInterrupt:
        raise click.exceptions.Exit(0) from None
