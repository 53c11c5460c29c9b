"""What compiling gives: the specification that Kubeflow runs, and what was found on the way."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kale.diagnostics import Diagnostic
from kale.errors import OutputError
from kale.pipeline import Pipeline
from kale.whole_files import write_whole

if TYPE_CHECKING:
    from kale.emit.document import Document


@dataclass(frozen=True)
class CompiledPipeline:
    """A pipeline in the form in which Kubeflow runs it.

    Attributes:
        yaml: The whole as YAML text: the pipeline, and where the steps need it a second document for Kubernetes.
        pipeline: The pipeline that it was made from.
        diagnostics: What was found, none of it an error.
        spec: The KFP ``PipelineSpec`` in its JSON form.
        platform: The KFP ``PlatformSpec`` in its JSON form; empty when no step asks for anything in it.
    """

    yaml: str = field(repr=False)
    pipeline: Pipeline = field(repr=False)
    diagnostics: tuple[Diagnostic, ...]
    spec: Document = field(repr=False)
    platform: Document = field(repr=False)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the pipeline to a file, as JSON if its name ends in ``.json`` and otherwise as YAML.

        The file is complete or untouched: the text goes to a temporary file beside it, which then takes its place.

        Args:
            path: Where to.

        Returns:
            The path.

        Raises:
            kale.errors.OutputError: The file cannot be written, or JSON cannot hold the pipeline.
        """
        target = Path(path)
        text = self._json(target) if target.suffix == ".json" else self.yaml
        write_whole(target, text)
        return target

    def _json(self, target: Path) -> str:
        if self.platform:
            raise OutputError(
                f"cannot write {target}: what its steps ask of Kubernetes needs a second document, which JSON"
                " cannot hold; give the file the suffix .yaml"
            )
        return json.dumps(self.spec, indent=2, ensure_ascii=False) + "\n"
