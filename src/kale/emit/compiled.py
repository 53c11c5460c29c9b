"""What compiling gives: the specification that Kubeflow runs, and what was found on the way."""

from __future__ import annotations

import json
import os
import secrets
import stat
from dataclasses import dataclass, field
from pathlib import Path

from kale.diagnostics import Diagnostic
from kale.emit.document import Document
from kale.errors import OutputError
from kale.pipeline import Pipeline


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
        try:
            _replace(target, text)
        except OSError as error:
            raise OutputError(f"cannot write {target}: {error.strerror or error}") from error
        return target

    def _json(self, target: Path) -> str:
        if self.platform:
            raise OutputError(
                f"cannot write {target}: steps with secrets, labels, annotations or a timeout need a second document,"
                " which JSON cannot hold; give the file the suffix .yaml"
            )
        return json.dumps(self.spec, indent=2, ensure_ascii=False) + "\n"


def _replace(target: Path, text: str) -> None:
    if target.exists() and not target.is_file() and not target.is_dir():
        # A device or a pipe, such as /dev/stdout, is written to; it cannot be replaced.
        target.write_text(text, "utf-8")
        return
    final = target.resolve()
    temporary = final.with_name(f".{final.name}.{secrets.token_hex(8)}")
    try:
        with temporary.open("xb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        if final.is_file():
            temporary.chmod(stat.S_IMODE(final.stat().st_mode))
        temporary.replace(final)
    finally:
        temporary.unlink(missing_ok=True)
