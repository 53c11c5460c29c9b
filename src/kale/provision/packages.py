"""The packages of each step: what its imports need, what the user asks for, and what loaded values may need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kale.analysis.distributions import Environment, Origin, Provider, Source, find_provider, is_standard
from kale.diagnostics import Diagnostic, Report, Span
from kale.pipeline import Package, PackagePolicy, Step, canonical_name
from kale.provision import rules
from kale.provision.choices import PackageChoices
from kale.provision.combination import ContradictionError, Statement, combined
from kale.provision.local_modules import LocalModules
from kale.provision.uses import Use


class PackageFinder:
    """Finds the packages of steps.

    Args:
        local: The modules beside the notebook.
        environment: What is installed here.
        choices: What the user says for the whole pipeline.
        report: Takes what is doubtful.
    """

    def __init__(self, local: LocalModules, environment: Environment, choices: PackageChoices, report: Report) -> None:
        self._local = local
        self._environment = environment
        self._choices = choices
        self._report = report
        self._told: set[str] = set()
        self._found: dict[tuple[str, ...], Provider] = {}

    def providers(self, uses: Iterable[Use]) -> Mapping[str, Provider]:
        """Give the packages that imports need, by name; what is not the index's is left out, and said."""
        found: dict[str, Provider] = {}
        for use in uses:
            provider = self._provider(use)
            if provider is not None and provider.name:
                found.setdefault(canonical_name(provider.name), provider)
        return found

    def packages(
        self,
        step: str,
        policy: PackagePolicy,
        providers: Mapping[str, Provider],
        statements: Sequence[Statement],
        begin: Span | None = None,
    ) -> tuple[Package, ...]:
        """Give the packages of a step, in order of name.

        Args:
            step: The step's name.
            policy: What it installs.
            providers: The packages that its imports need, by name.
            statements: What the user asks for.
            begin: Where the step begins.
        """
        if policy is PackagePolicy.NONE:
            self._report.extend(self._left(step, statements))
            return ()
        names = sorted({*providers, *(statement.name for statement in statements)})
        return tuple(
            package
            for name in names
            for package in self._package(step, name, policy, providers, statements, begin=begin)
        )

    def _package(
        self,
        step: str,
        name: str,
        policy: PackagePolicy,
        providers: Mapping[str, Provider],
        statements: Sequence[Statement],
        *,
        begin: Span | None,
    ) -> Iterator[Package]:
        mine = [statement for statement in statements if statement.name == name]
        provider = providers.get(name) or self._installed(name)
        try:
            yield combined(
                provider.name if provider is not None else name,
                mine,
                provider,
                pin=self._choices.pin,
                exact=policy is PackagePolicy.EXACT,
                constraints=self._choices.constraints,
            )
        except ContradictionError as error:
            place = next((statement.span for statement in reversed(mine) if statement.span is not None), begin)
            message = f"step {step!r} asks for {name} {error} at once"
            self._report.add(rules.CONTRADICTING_REQUIREMENTS.at(place, message, help="keep one of them"))

    def _installed(self, name: str) -> Provider | None:
        found = self._environment.named(name)
        if found is None or found.origin is not Origin.INDEX:
            return None
        return Provider("", Source.INSTALLED, found.name, found.version, found.origin)

    def _provider(self, use: Use) -> Provider | None:
        wanted = use.wanted
        if wanted.level or is_standard(wanted.root) or self._local.is_written(wanted.root):
            return None
        if wanted.candidates not in self._found:
            self._found[wanted.candidates] = find_provider(wanted, self._environment)
        provider = self._found[wanted.candidates]
        if provider.source is Source.INSTALLED:
            self._tell(provider, self._of_own_build(provider, use))
            return provider
        if wanted.conditional and provider.source is not Source.ELSEWHERE:
            # The notebook does without what is not installed here.
            return None
        if provider.source is Source.TABLE:
            self._tell(provider, _unpinned(provider, use))
            return provider
        if provider.source is Source.GUESS and self._is_guess_fair(provider):
            self._tell(provider, self._guessed(provider, use))
            return provider
        self._tell(provider, self._unknown(provider, use))
        return None

    def _is_guess_fair(self, provider: Provider) -> bool:
        root = provider.module.partition(".")[0]
        elsewhere = self._local.search.undecided or self._local.compiled(root) or self._local.outside(root)
        return provider.near is None and not elsewhere

    def _tell(self, provider: Provider, diagnostic: Diagnostic | None) -> None:
        """Keep a diagnostic, once for each module."""
        if diagnostic is not None and provider.module not in self._told:
            self._told.add(provider.module)
            self._report.add(diagnostic)

    def _of_own_build(self, provider: Provider, use: Use) -> Diagnostic | None:
        if not provider.label or not self._choices.pin:
            return None
        plain = provider.version.partition("+")[0]
        return rules.LOCAL_VERSION.at(
            use.span,
            f"{provider.name} is installed here as {provider.version}; a step installs {plain}, as its index has it",
            help="where the build matters, name an image that has it",
        )

    def _guessed(self, provider: Provider, use: Use) -> Diagnostic:
        nowhere = (
            "" if self._local.has_folder else "; the notebook has no folder in which to look for a module of its own"
        )
        part = use.wanted.module.partition(".")[2]
        own = f"the folder {provider.module} that holds it" if part else f"{provider.module}.py"
        return rules.GUESSED_PACKAGE.at(
            use.span,
            f"{use.wanted.module!r} is not installed here and not known:"
            f" the package is taken to be {provider.name!r}{nowhere}",
            help=f"install it before compiling; if the module is yours, put {own} beside the notebook",
        )

    def _unknown(self, provider: Provider, use: Use) -> Diagnostic:
        module, root = use.wanted.module, use.wanted.root
        compiled, outside = self._local.compiled(root), self._local.outside(root)
        if provider.source is Source.ELSEWHERE:
            return rules.PACKAGE_NOT_FROM_INDEX.at(
                use.span,
                f"{provider.name} was installed here from {provider.origin.value}, so steps do not install it",
                help="put it into the image, or publish it to an index and install it from there",
            )
        if compiled is not None:
            message = f"{compiled} beside the notebook is machine code, which does not travel"
            return rules.COMPILED_MODULE.at(use.span, message, help="put the module into the image")
        if outside is not None:
            message = (
                f"the module {root!r} stands in {outside!r}, outside of the notebook's folder, so it does not travel"
            )
            help_text = "put it beside the notebook, or into the image"
            return rules.MODULE_OUTSIDE_FOLDER.at(use.span, message, help=help_text)
        meant = f"; did you mean {provider.near!r}?" if provider.near else ""
        return rules.UNKNOWN_PACKAGE.at(
            use.span,
            f"nothing tells which package provides {module!r}, so steps install none{meant}",
            help="name it with the tag 'package:<name>', or put it into the image",
        )

    def _left(self, step: str, statements: Iterable[Statement]) -> Iterator[Diagnostic]:
        for statement in statements:
            if statement.span is not None:
                yield rules.PACKAGE_LEFT_TO_IMAGE.at(
                    statement.span,
                    f"step {step!r} installs nothing, so its image must hold {statement.requirement!r}",
                    help="name an image that has the package, or remove the choice 'none'",
                )


def _unpinned(provider: Provider, use: Use) -> Diagnostic:
    return rules.UNPINNED_PACKAGE.at(
        use.span,
        f"{provider.name} is not installed here, so a step that lacks it takes the newest version",
        help=f"install it before compiling, or name the version with the tag 'package:{provider.name}==<version>'",
    )


def lent_packages(steps: Sequence[Step]) -> Mapping[str, tuple[Package, ...]]:
    """Give what the values that each step loads may need: the packages of the steps that they come from.

    Args:
        steps: All steps, each after those that it comes after.
    """
    every: dict[str, dict[str, Package]] = {}
    lent: dict[str, tuple[Package, ...]] = {}
    for step in steps:
        own = {package.name: package for package in step.packages}
        theirs = {name: package for load in step.loads for name, package in every[load.producer].items()}
        more = {name: package for name, package in theirs.items() if name not in own}
        every[step.name] = {**theirs, **own}
        lent[step.name] = tuple(more[name] for name in sorted(more))
    return lent
