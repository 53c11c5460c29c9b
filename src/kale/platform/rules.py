"""The bad patterns that emission recognises: what a notebook may say but Kubeflow cannot carry."""

from __future__ import annotations

from kale.diagnostics import Rule, Severity

UNCARRIABLE_TEXT = Rule("K300", "uncarriable-text")
"""Text holds a NUL character or half of a surrogate pair, which no command line can carry."""

OVERSIZED_STEP = Rule("K301", "oversized-step")
"""The code of one step is larger than a process can be given when it starts."""

OVERSIZED_FILES = Rule("K306", "oversized-files")
"""The modules and files that travel with one step are larger than a pipeline should carry."""

OVERSIZED_PIPELINE = Rule("K302", "oversized-pipeline", Severity.WARNING)
"""The pipeline as a whole is larger than Kubernetes usually stores in one object."""

DUPLICATE_ARTIFACT = Rule("K303", "duplicate-artifact")
"""A step saves two artifacts under one name."""

UNKNOWN_PREDECESSOR = Rule("K304", "unknown-predecessor")
"""A step is said to come after a step that does not exist."""

CYCLIC_ORDER = Rule("K305", "cyclic-order")
"""The order that steps ask for cannot be had, because it leads in a circle."""

INEXACT_INTEGER = Rule("K310", "inexact-integer")
"""An integer lies beyond 2**53, where Kubeflow's number type loses digits."""

NON_FINITE_NUMBER = Rule("K311", "non-finite-number")
"""A default is infinite or not a number, which JSON cannot express."""

MISTYPED_DEFAULT = Rule("K312", "mistyped-default")
"""A parameter's default is not of the parameter's type."""

PLACEHOLDER_IN_VALUE = Rule("K313", "placeholder-in-value")
"""A value holds ``{{`` or ``$$``, which Kubeflow and Kubernetes rewrite on the way to the step."""

UNUSED_PARAMETER = Rule("K314", "unused-parameter", Severity.WARNING)
"""No step reads the parameter, so setting it changes nothing."""

VARIABLE_IN_VALUE = Rule("K315", "variable-in-value", Severity.WARNING)
"""A value holds ``$(…)``, where Kubernetes puts the value of an environment variable of that name."""

WHOLE_FLOAT_IN_STRUCTURE = Rule("K316", "whole-float-in-structure", Severity.WARNING)
"""A list or dictionary holds a float such as 1.0, which Kubeflow hands to the step as the integer 1."""

FORBIDDEN_DEFAULT = Rule("K317", "forbidden-default")
"""A parameter's default is not among its choices, or lies outside its range."""

UNSUPPORTED_RESOURCE = Rule("K320", "unsupported-resource")
"""A step asks for a resource that the KFP SDK cannot express."""

INEXPRESSIBLE_QUANTITY = Rule("K321", "inexpressible-quantity")
"""An amount of a resource cannot be written in the form that the KFP SDK takes."""

REQUEST_ABOVE_LIMIT = Rule("K322", "request-above-limit")
"""A step asks to be sure of more than it may use."""

SEVERAL_ACCELERATORS = Rule("K323", "several-accelerators")
"""A step asks for two kinds of accelerator; Kubeflow gives a step one."""

DUPLICATE_ENVIRONMENT = Rule("K324", "duplicate-environment")
"""An environment variable of a step is set twice."""

RESERVED_ENVIRONMENT = Rule("K325", "reserved-environment")
"""A step sets an environment variable that the runtime uses itself."""

DUPLICATE_MOUNT = Rule("K326", "duplicate-mount")
"""A step mounts two things at one path, or one object of the cluster at two."""

RESERVED_MOUNT = Rule("K327", "reserved-mount")
"""A step mounts something where the platform keeps artifacts or its own programs."""

INEFFECTIVE_OPTION = Rule("K328", "ineffective-option")
"""An option of a step asks for nothing, because another one is missing."""

UNCACHED_WORKSPACE_STEP = Rule("K329", "uncached-workspace-step", Severity.WARNING)
"""A step asks for its results to be kept, but values of it go through the workspace, which a later run has not."""

SEVERAL_REMOVED_VOLUMES = Rule("K333", "several-removed-volumes")
"""Several volumes are to be removed when the run has ended; Kubeflow does one thing then."""

NONE_WITH_REMOVED_VOLUME = Rule("K334", "none-with-removed-volume")
"""A parameter may be ``None`` in a run that removes a volume at its end, where Kubeflow hands no ``None`` to steps."""

VOLUME_BEYOND_SERVERS = Rule("K335", "volume-beyond-servers", Severity.WARNING)
"""A volume that a run makes asks for what the servers that are known do not do: content of another, or annotations."""

REFUSED_ROOT = Rule("K336", "refused-root")
"""A step is to run as root and is not to run as root; Kubernetes does not start it."""

CONFLICTING_TRANSPORTS = Rule("K331", "conflicting-transports")
"""Different transports are chosen for variables that are handed on together."""

UNKNOWN_TRANSPORTED_VARIABLE = Rule("K332", "unknown-transported-variable")
"""A transport is chosen for a variable that no step hands on."""
