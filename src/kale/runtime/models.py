"""Models of Keras and CatBoost: in the formats of these libraries, with what the formats leave out.

Both forget the attributes that a model was given. Keras looks for the classes and functions of the code under their
names, and makes two layers of one that two models share.
"""

from __future__ import annotations

import re
import sys
import zipfile
from io import BytesIO
from typing import Any

from kale.runtime.namespace import NAMESPACE
from kale.runtime.reducers import AGAIN, LIBRARY_TYPES, OWN, REDUCERS, shared

LAYERS: dict[int, Any] = {}
"""By the ``id`` of each layer and optimizer met, the object that is saved with it."""

MADE_AGAIN = ("keras", "tensorflow", "jaxlib", "builtins.function", "builtins.method")
"""How the types of attributes begin that Keras makes again."""


def given_attributes(model: Any) -> dict[str, Any]:
    """Give the attributes of a model that its library may leave out; :func:`add_missing` takes those that it has."""
    found = {}
    for name, tracked in vars(model).items():
        value = untracked(tracked)
        if name == "history" or not (name[0] == "_" or is_made_again(value)):
            found[name] = value
    return found


def untracked(value: Any) -> Any:
    """Give a list or dictionary as it was before Keras made one of its own of it."""
    kind: Any = type(value)
    if kind.__module__ != "keras.src.utils.tracking" or not isinstance(value, (dict, list, set)):
        return value
    pairs = isinstance(value, dict) and [(key, untracked(part)) for key, part in value.items()]
    return kind.__mro__[1](pairs or map(untracked, value))


def is_made_again(value: Any) -> bool:
    """Whether a value is, or holds, what Keras makes again."""
    kind = type(value)
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple, set)) else ()
    return f"{kind.__module__}.{kind.__name__}".startswith(MADE_AGAIN) or any(map(is_made_again, parts))


@shared
def add_missing(model: Any, attributes: dict[str, Any]) -> None:
    """Give a model those of its attributes that it does not have yet."""
    for name in attributes.keys() - vars(model).keys():
        setattr(model, name, attributes[name])


def reduce_catboost(model: Any) -> Any:
    """Save a model of CatBoost as it wants to be, and its attributes."""
    make, arguments, state, *_ = model.__reduce_ex__(5)
    return make, arguments, (state, given_attributes(model)), None, None, give_catboost


@shared
def give_catboost(model: Any, given: tuple[Any, dict[str, Any]]) -> None:
    """Give a model of CatBoost its state and attributes."""
    state, attributes = given
    model.__setstate__(state)
    add_missing(model, attributes)


def layers_of(saved: Any) -> list[Any]:
    """Give what is saved with an object of Keras: its layers, itself among them, and its optimizer."""
    layers = saved._flatten_layers() if hasattr(saved, "_flatten_layers") else [saved]
    return [*layers, getattr(saved, "optimizer", None) or saved]


def reduce_keras(saved: Any) -> Any:
    """Save what Keras can save, with the classes and functions of the code that occur in it.

    Raises:
        TypeError: Keras cannot save it, or would make it apart from something that it shares layers with.
    """
    name = type(saved).__name__
    for layer in layers_of(saved):
        if LAYERS.setdefault(id(layer), saved) is not saved:
            raise TypeError(
                f"{name} shares {layer.name!r} with another object that is handed on, and Keras would make two of it;"
                " hand on the one that has all layers, and take the other out of it where it is used"
            )
    try:
        ((content,),) = saved.__reduce__()[1:]
    except NotImplementedError:
        raise TypeError(f"Keras can save {name} only with a get_config() that gives what its __init__ takes") from None
    arguments = content.getvalue(), customs_of(saved, content)
    return make_keras, arguments, given_attributes(saved), None, None, add_missing


def customs_of(saved: Any, content: BytesIO) -> dict[str, Any]:
    """Give the classes and functions of the code that what Keras has saved names."""
    with zipfile.ZipFile(content) as file:
        names = re.findall(r'"(?:config|registered_name)": "(\w+)"', file.read("config.json").decode())
    found = {name: NAMESPACE[name] for name in names if callable(NAMESPACE.get(name))}
    kinds = [kind for kind in map(type, layers_of(saved)) if kind.__module__.partition(".")[0] in OWN]
    return {**found, **{kind.__name__: kind for kind in kinds}}


@shared
def make_keras(content: bytes, customs: dict[str, Any]) -> Any:
    """Make again what Keras has saved."""
    import keras

    with keras.saving.custom_object_scope(customs):
        return keras.Model._unpickle_model(BytesIO(content))


def add_keras(_: Any) -> None:
    """Save what Keras saves itself, from its third version on, by what this module knows."""
    saving = sys.modules.get("keras.src.saving.keras_saveable")
    if saving:
        REDUCERS[saving.KerasSaveable] = reduce_keras


def add_catboost(catboost: Any) -> None:
    """Save models of CatBoost with their attributes."""
    REDUCERS[catboost.CatBoost] = reduce_catboost


def forget_layers(_: bool) -> bool:
    """Forget the layers of an artifact that was written before."""
    LAYERS.clear()
    return False


LIBRARY_TYPES["keras"] = add_keras
LIBRARY_TYPES["catboost"] = add_catboost
AGAIN.append(forget_layers)
