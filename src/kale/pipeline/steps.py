"""What one step does, as a list of operations in the order in which its process carries them out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from kale.pipeline.artifacts import ArtifactType
from kale.pipeline.carried import CarriedFile
from kale.pipeline.code import CodeBlock
from kale.pipeline.model import Model
from kale.pipeline.names import ArtifactName, VariableName
from kale.pipeline.options import StepOptions
from kale.pipeline.packages import Package


class Define(Model):
    """Run code that the step carries from elsewhere: imports, functions, classes, settings of libraries.

    Attributes:
        code: The statements.
        names: What they bind.
    """

    kind: Literal["define"] = "define"
    code: CodeBlock
    names: tuple[str, ...] = ()


class TakeParameter(Model):
    """Bind a pipeline parameter's value.

    Attributes:
        name: Name of the parameter.
        variable: What to bind; the parameter's own name unless given.
    """

    kind: Literal["parameter"] = "parameter"
    name: str
    variable: str | None = None


class Load(Model):
    """Bind variables that another step saved.

    Attributes:
        producer: Name of the step that saved the artifact.
        artifact: Name of the artifact among that step's outputs.
        variables: Which of the artifact's variables to bind.
    """

    kind: Literal["load"] = "load"
    producer: str
    artifact: ArtifactName
    variables: tuple[VariableName, ...]


class Chart(Model):
    """A metric that may turn out to be a confusion matrix or a ROC curve, which take an output of their own.

    Attributes:
        number: Which of the metrics that the cell prints or names, from 0 in the order of the text.
        text: The expression.
    """

    number: Annotated[int, Field(ge=0)]
    text: str


class Run(Model):
    """Run a cell of the step.

    Attributes:
        code: The cell.
        metrics: Whether what the cell prints or names are the pipeline's metrics.
        charts: Which of the metrics may be confusion matrices or ROC curves.
    """

    kind: Literal["run"] = "run"
    code: CodeBlock
    metrics: bool = False
    charts: tuple[Chart, ...] = ()


class Save(Model):
    """Save variables, together, as one artifact. Objects that they share stay shared.

    Attributes:
        artifact: Name of the artifact, unique among the step's outputs.
        variables: What is saved; a variable that is not bound when the step saves is recorded as absent.
        definitions: Functions and classes that every reader of the artifact carries as code. The saved
            values refer to them by name; any other function made in the notebook is saved with the values.
        functions: Whether the values may hold functions that the notebook's code made.
        classes: Whether they may be, or belong to, classes that the notebook's code made.
        type: What the platform takes the artifact for.
    """

    kind: Literal["save"] = "save"
    artifact: ArtifactName
    variables: tuple[VariableName, ...]
    definitions: tuple[str, ...] = ()
    functions: bool = True
    classes: bool = True
    type: ArtifactType = ArtifactType.ARTIFACT


Operation: TypeAlias = Annotated[Define | TakeParameter | Load | Run | Save, Field(discriminator="kind")]


class Step(Model):
    """Cells that run in one container.

    Attributes:
        name: The step's name as the user wrote it; unique in the pipeline.
        plan: What its process does, in order.
        watched: Variables that the step should leave as they are, since later steps read them as they were.
        folders: Folders that it makes before its cells run, since its code counts on those of earlier steps.
        after: Names of steps that must have ended before, whether or not data flows from them.
        options: Image, resources and so on.
        packages: What the step's own code needs; the step installs what its image lacks of it.
        lent: What the values that it loads may need besides; installed when a value turns out to need it.
        modules: Modules that stand beside the notebook and that the step's code imports.
        files: Files that the step finds in its working directory.
    """

    name: str
    plan: tuple[Operation, ...]
    watched: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    options: StepOptions = StepOptions()
    packages: tuple[Package, ...] = ()
    lent: tuple[Package, ...] = ()
    modules: tuple[CarriedFile, ...] = ()
    files: tuple[CarriedFile, ...] = ()

    @property
    def loads(self) -> Iterator[Load]:
        """The artifacts that the step reads, in order."""
        return (operation for operation in self.plan if isinstance(operation, Load))

    @property
    def saves(self) -> Iterator[Save]:
        """The artifacts that the step writes, in order."""
        return (operation for operation in self.plan if isinstance(operation, Save))

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the pipeline parameters that the step uses, in order, each once."""
        names = (operation.name for operation in self.plan if isinstance(operation, TakeParameter))
        return tuple(dict.fromkeys(names))

    @property
    def has_metrics(self) -> bool:
        """Whether the step reports metrics."""
        return any(isinstance(operation, Run) and operation.metrics for operation in self.plan)
