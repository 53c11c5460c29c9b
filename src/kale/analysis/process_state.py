"""State that belongs to the process rather than to a variable: random generators and the like.

A step that uses such state after another step has set it must find it as that step left it, so the state crosses
steps like a variable. The names stand in angle brackets; the runtime knows how to take and restore each.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from kale.analysis.knowledge import words

RANDOM: Final = "<random>"
NUMPY_RANDOM: Final = "<numpy.random>"
TORCH_RANDOM: Final = "<torch.random>"
GENERATORS: Final = frozenset({RANDOM, NUMPY_RANDOM, TORCH_RANDOM})
"""The random generators of the process."""

ENVIRONMENT: Final = "<environment>"
"""The environment variables, as far as the notebook has changed them."""

ENVIRONMENT_PATH: Final = "os.environ"


class StateUse(NamedTuple):
    """One touch of process state.

    Attributes:
        name: Which state.
        sets: It is set to something that does not depend on what it was; otherwise it is used.
        moves: It is something else afterwards.
        begins: It counts from here on even if nothing has touched it before.
    """

    name: str
    sets: bool
    moves: bool = True
    begins: bool = False


ENVIRONMENT_READ: Final = StateUse(ENVIRONMENT, sets=False, moves=False)
ENVIRONMENT_CHANGE: Final = StateUse(ENVIRONMENT, sets=False, begins=True)


_NUMPY_OBJECTS: Final = words(
    """
    default_rng RandomState Generator SeedSequence PCG64 PCG64DXSM MT19937 Philox SFC64 BitGenerator get_state
    """
)
_RANDOM_OBJECTS: Final = frozenset({"Random", "SystemRandom", "getstate"})
_SKLEARN_DRAWS: Final = words(
    """
    train_test_split shuffle resample make_classification make_regression make_blobs make_moons make_circles
    make_friedman1 make_swiss_roll cross_val_score cross_validate cross_val_predict permutation_importance
    """
)
_SCIPY_DRAWS: Final = words(
    """
    rvs resample bootstrap permutation_test monte_carlo_test differential_evolution dual_annealing basinhopping shgo
    random random_array rand
    """
)
_TORCH_DRAWS: Final = words(
    """
    rand randn randint randperm normal bernoulli multinomial poisson rand_like randn_like randint_like dropout
    dropout1d dropout2d dropout3d alpha_dropout gumbel_softmax random_split DataLoader RandomSampler
    WeightedRandomSampler
    """
)
_ENVIRONMENT_CHANGES: Final = words("update pop setdefault clear popitem __setitem__ __delitem__")
_ENVIRONMENT_READERS: Final = words("os.getenv os.system os.popen os.path.expandvars os.path.expanduser")
_ENVIRONMENT_CHANGERS: Final = words("os.putenv os.unsetenv dotenv.load_dotenv")
_GENERATORS: Final = {
    "random": RANDOM,
    "random._inst": RANDOM,
    "numpy.random": NUMPY_RANDOM,
    "numpy.random.mtrand": NUMPY_RANDOM,
    "numpy.random.mtrand._rand": NUMPY_RANDOM,
    "torch.random": TORCH_RANDOM,
    "torch.default_generator": TORCH_RANDOM,
}
_DRAWING: Final = ("random.", "numpy.random.", "torch.rand")
_GLOBAL_METHODS: Final = frozenset({"?.sample", "?.rvs"})


def state_uses(qualified: str, keywords: frozenset[str]) -> frozenset[StateUse]:
    """Give the process state that a call of a library function touches.

    Args:
        qualified: Full dotted path of the function; ``?.name`` for a method of an unknown object.
        keywords: Names of the keyword arguments given.
    """
    module, _, last = qualified.rpartition(".")
    if module == "random" and last not in _RANDOM_OBJECTS:
        return frozenset((StateUse(RANDOM, sets=last in ("seed", "setstate")),))
    if qualified.startswith("torch."):
        return _torch_uses(module, last)
    return _environment_uses(qualified, module, last) or _numpy_uses(qualified, module, last, keywords)


def generators_at(qualified: str) -> frozenset[str]:
    """Give the random generator of the process that code gets hold of by a path, or by what draws from it."""
    if qualified in _GENERATORS:
        return frozenset((_GENERATORS[qualified],))
    if qualified.startswith(_DRAWING):
        return frozenset(use.name for use in state_uses(qualified, frozenset()) if use.name in GENERATORS)
    return frozenset()


def _environment_uses(qualified: str, module: str, last: str) -> frozenset[StateUse]:
    if (module == ENVIRONMENT_PATH and last in _ENVIRONMENT_CHANGES) or qualified in _ENVIRONMENT_CHANGERS:
        return frozenset((ENVIRONMENT_CHANGE,))
    if qualified in _ENVIRONMENT_READERS or module in (ENVIRONMENT_PATH, "subprocess"):
        return frozenset((ENVIRONMENT_READ,))
    return frozenset()


def _numpy_uses(qualified: str, module: str, last: str, keywords: frozenset[str]) -> frozenset[StateUse]:
    if module == "numpy.random" and last not in _NUMPY_OBJECTS:
        return frozenset((StateUse(NUMPY_RANDOM, sets=last in ("seed", "set_state")),))
    draws = (module.startswith("sklearn.") and last in _SKLEARN_DRAWS) or qualified in _GLOBAL_METHODS
    draws = draws or (module.startswith("scipy.") and last in _SCIPY_DRAWS)
    if draws and not keywords & {"random_state", "seed", "rng"}:
        return frozenset((StateUse(NUMPY_RANDOM, sets=False),))
    return frozenset()


def _torch_uses(module: str, last: str) -> frozenset[StateUse]:
    """Give the uses of torch's own generator: layers draw their weights when they are made."""
    if last in ("manual_seed", "seed", "set_rng_state"):
        return frozenset((StateUse(TORCH_RANDOM, sets=True),))
    makes_layer = module == "torch.nn" and last[:1].isupper()
    if makes_layer or module in ("torch.nn.init", "torch.distributions") or last in _TORCH_DRAWS:
        return frozenset((StateUse(TORCH_RANDOM, sets=False),))
    return frozenset()


def is_state(name: str) -> bool:
    """Whether a name stands for process state rather than for a variable."""
    return name.startswith("<")
