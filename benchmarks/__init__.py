"""How long things take and how large they become: ``python -m benchmarks``, or ``nox -s bench``."""
