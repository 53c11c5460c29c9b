"""What every step of a pipeline is given besides its code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kale.analysis.distributions import Environment
from kale.diagnostics import Report, Span
from kale.notebook.folder import Folder
from kale.pipeline import CarriedFile, PackagePolicy, Pipeline, Step
from kale.provision.choices import PackageChoices
from kale.provision.combination import Statement
from kale.provision.includes import included_files
from kale.provision.local_modules import LocalModules
from kale.provision.packages import PackageFinder, lent_packages
from kale.provision.uses import Use, uses_in


@dataclass(frozen=True)
class Provisions:
    """What is known of the notebook's surroundings and of the user's wishes.

    Attributes:
        local: The modules beside the notebook.
        environment: What is installed here.
        folder: The notebook's folder; ``None`` for a notebook that did not come from a path.
        choices: What the user says of packages.
        statements: What cells install, by step; under ``None`` what cells do that belong to no step.
        spans: Where each step begins, by name.
    """

    local: LocalModules
    environment: Environment
    folder: Folder | None
    choices: PackageChoices
    statements: Mapping[str | None, Sequence[Statement]]
    spans: Mapping[str, Span]


def provide(pipeline: Pipeline, provisions: Provisions, report: Report) -> Pipeline:
    """Give the pipeline with the packages, modules and files that its steps need.

    Args:
        pipeline: The pipeline.
        provisions: What is known of its surroundings.
        report: Takes what is wrong or doubtful.
    """
    provider = _Provider(provisions, report)
    steps = [provider.provided(step, pipeline) for step in pipeline.steps]
    provided = pipeline.model_copy(update={"steps": tuple(steps)})
    lent = lent_packages(provided.execution_order())
    steps = [step.model_copy(update={"lent": lent[step.name] if provider.installs(step) else ()}) for step in steps]
    options = pipeline.options
    if any(step.packages or step.lent for step in steps):
        options = options.model_copy(update={"constraints": provisions.choices.constraints})
    return pipeline.model_copy(update={"steps": tuple(steps), "options": options})


class _Provider:
    def __init__(self, provisions: Provisions, report: Report) -> None:
        self._provisions = provisions
        self._report = report
        self._finder = PackageFinder(provisions.local, provisions.environment, provisions.choices, report)
        self._imported: set[str] | None = None

    def installs(self, step: Step) -> bool:
        return self._policy(step) is not PackagePolicy.NONE

    def provided(self, step: Step, pipeline: Pipeline) -> Step:
        local = self._provisions.local
        uses = list(uses_in(step.plan))
        closure = local.closure(uses)
        self._report.extend(closure.diagnostics)
        self._report.extend(found for use in uses if (found := local.shadowed(use)) is not None)
        providers = self._finder.providers(self._of_packages([*uses, *closure.imports])) if self.installs(step) else {}
        statements = self._statements(step, providers, pipeline)
        return step.model_copy(
            update={
                "packages": self._finder.packages(
                    step.name, self._policy(step), providers, statements, self._provisions.spans.get(step.name)
                ),
                "modules": tuple(
                    CarriedFile(path=path, content=file.content) for path, file in sorted(closure.files.items())
                ),
                "files": tuple(self._included(step)),
            }
        )

    def _policy(self, step: Step) -> PackagePolicy:
        return self._provisions.choices.policy or step.options.packages or PackagePolicy.MISSING

    def _of_packages(self, uses: Iterable[Use]) -> Iterable[Use]:
        return (use for use in uses if use.wanted.level or not self._provisions.local.is_local(use.wanted.root))

    def _statements(self, step: Step, imported: Mapping[str, object], pipeline: Pipeline) -> list[Statement]:
        stated = self._provisions.statements
        found = [*stated.get(step.name, ())]
        for statement in stated.get(None, ()):
            # What nobody imports by its name may be what a library needs without saying so.
            if statement.name in imported or statement.name not in self._imported_anywhere(pipeline):
                found.append(statement)
        texts = (*step.options.requirements, *self._provisions.choices.requirements)
        return [*found, *(Statement(text) for text in texts)]

    def _imported_anywhere(self, pipeline: Pipeline) -> set[str]:
        if self._imported is None:
            uses = [use for step in pipeline.steps for use in uses_in(step.plan)]
            more = self._provisions.local.closure(uses).imports
            self._imported = set(self._finder.providers(self._of_packages([*uses, *more])))
        return self._imported

    def _included(self, step: Step) -> Iterable[CarriedFile]:
        span = self._provisions.spans.get(step.name)
        return included_files(self._provisions.folder, step.options.include, span, self._report)
