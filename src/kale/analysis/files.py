"""Files that one step writes and another one reads: they cross like variables."""

from __future__ import annotations

import fnmatch
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from kale.analysis.events import Call
from kale.analysis.knowledge import words
from kale.analysis.texts import applied, resolved
from kale.analysis.values import Text
from kale.pipeline.names import FILE_PREFIX

_WRITING_METHODS: Final = words(
    """
    to_csv to_parquet to_json to_excel to_pickle to_feather to_hdf to_html to_markdown to_string to_latex to_xml
    to_stata to_orc savefig save save_model save_weights save_pretrained write_html write_image write_json write_csv
    write_parquet write_ipc to_netcdf to_file dump_model tofile save_raw
    """
)
_WRITING_PATH_METHODS: Final = words("write_text write_bytes touch")
_READING_PATH_METHODS: Final = words("read_text read_bytes exists is_file stat glob rglob iterdir is_dir")
_WRITING_FUNCTIONS: Final[dict[str, int]] = {
    "numpy.save": 0,
    "numpy.savez": 0,
    "numpy.savez_compressed": 0,
    "numpy.savetxt": 0,
    "joblib.dump": 1,
    "torch.save": 1,
    "matplotlib.pyplot.savefig": 0,
    "matplotlib.pyplot.imsave": 0,
    "matplotlib.image.imsave": 0,
    "imageio.imwrite": 0,
    "cv2.imwrite": 0,
    "scipy.io.savemat": 0,
    "scipy.sparse.save_npz": 0,
    "shutil.copy": 1,
    "shutil.copyfile": 1,
    "shutil.copy2": 1,
    "shutil.copytree": 1,
    "shutil.move": 1,
    "os.rename": 1,
    "os.replace": 1,
    "urllib.request.urlretrieve": 1,
    "pandas.to_pickle": 1,
    "sqlite3.connect": 0,
    "skops.io.dump": 1,
    "soundfile.write": 0,
    "scipy.io.wavfile.write": 0,
}
_READING_FUNCTIONS: Final = words(
    """
    numpy.load numpy.loadtxt numpy.genfromtxt numpy.fromfile numpy.memmap joblib.load torch.load
    matplotlib.pyplot.imread matplotlib.image.imread imageio.imread cv2.imread PIL.Image.open
    scipy.io.loadmat scipy.sparse.load_npz
    soundfile.read scipy.io.wavfile.read skops.io.load os.path.getsize os.stat xarray.open_dataset
    """
)
_OPENERS: Final = words("open io.open gzip.open bz2.open lzma.open codecs.open zipfile.ZipFile tarfile.open h5py.File")
_DEFAULT_SUFFIXES: Final = {
    "numpy.save": ".npy",
    "numpy.savez": ".npz",
    "numpy.savez_compressed": ".npz",
    "matplotlib.pyplot.savefig": ".png",
}
_PATH_KEYWORDS: Final = words("path path_or_buf fname filename file filepath filepath_or_buffer buf f fp excel_writer")
_REMOTE: Final = ("http://", "https://", "s3://", "gs://", "ftp://", "hdfs://", "abfs://", "az://", "mem://", "data:")
_CHANGING: Final = frozenset("wax+")
_READING: Final[Text] = ("r",)
_ANY_MODE: Final[Text] = ("r+",)
"""A mode that the code does not show may read as well as write."""


class FileUse(NamedTuple):
    """One touch of a file, as the code spells it.

    Attributes:
        text: How the path is put together; ``None`` when the code does not show it.
        writes: It is written.
        keeps: What it held before matters: it is read, appended to, or changed in parts.
        suffix: What the function adds to a path without a suffix.
        mode: How the mode is put together in which the file is opened; it decides on ``writes`` and ``keeps``.
        mentioned: The path is only mentioned: whoever is given it may read the file.
        certain: It happens whenever the statement or function does what it does.
    """

    text: Text | None
    writes: bool = False
    keeps: bool = True
    suffix: str | None = None
    mode: Text | None = None
    mentioned: bool = False
    certain: bool = True

    @property
    def is_likely(self) -> bool:
        """Whether it touches a file rather than that a text is only handed to some function."""
        shown = self.text or ()
        return not self.mentioned or any(not isinstance(part, str) or "." in part or "/" in part for part in shown)

    def applied(self, given: Mapping[str, Text]) -> FileUse:
        """Give what a use in a function's body is for one call; ``given`` is what the parameters stand for."""
        mode = applied(self.mode, given) or _ANY_MODE if self.mode is not None else None
        return self._replace(text=applied(self.text, given), mode=mode)

    def touch(self, value_of: Callable[[str], str | None]) -> FileTouch:
        """Give what the use does; ``value_of`` gives the text that a variable holds, where it is known."""
        path = _with_suffix(normal(resolved(self.text, value_of)), self.suffix)
        if self.mode is None:
            return FileTouch(path, self.writes, self.keeps or not self.certain, self.mentioned)
        # What cannot be told may do both.
        mode = frozenset(resolved(self.mode, value_of) or "r+")
        writes = bool(mode & _CHANGING)
        keeps = not writes or not self.certain or bool(mode & {"a", "+"})
        return FileTouch(path, writes, keeps, self.mentioned)


class FileTouch(NamedTuple):
    """What a statement does to a file.

    Attributes:
        path: The file, or a pattern for several; ``None`` when the code does not show which.
        writes: It is written.
        keeps: What it held before matters.
        mentioned: Its path is only mentioned.
    """

    path: str | None
    writes: bool
    keeps: bool
    mentioned: bool


def file_name(path: str) -> str:
    """Give the name under which a file crosses steps."""
    return f"{FILE_PREFIX}{path}>"


def is_file(name: str) -> bool:
    """Whether a name stands for a file rather than for a variable."""
    return name.startswith(FILE_PREFIX)


def file_path(name: str) -> str:
    """Give the path of the file that a name stands for."""
    return name[len(FILE_PREFIX) : -1]


def file_uses(call: Call, qualified: str | None) -> Iterator[FileUse]:
    """Give the files that a call touches as far as its own text tells.

    Args:
        call: The call.
        qualified: Full dotted path of the function, when it is no notebook function.
    """
    itself = _text(call, "self") if qualified is None else None
    if qualified in _OPENERS or (call.method == "open" and itself is not None):
        yield _opening(call, qualified in _OPENERS)
    elif qualified in _WRITING_FUNCTIONS:
        text = _text(call, _WRITING_FUNCTIONS[qualified]) or _keyword(call)
        keeps = qualified == "sqlite3.connect"
        yield FileUse(text, writes=True, keeps=keeps, suffix=_DEFAULT_SUFFIXES.get(qualified))
    elif qualified in _READING_FUNCTIONS or (qualified or "").startswith("pandas.read_"):
        yield FileUse(_text(call, 0) or _keyword(call))
    elif call.method in _WRITING_PATH_METHODS and itself is not None:
        yield FileUse(itself, writes=True, keeps=call.method == "touch")
    elif call.method in _READING_PATH_METHODS and itself is not None:
        yield FileUse(itself)
    elif call.method in _WRITING_METHODS:
        text = _text(call, 0) or _keyword(call)
        if text is not None:
            yield FileUse(text, writes=True, keeps=False, suffix=".png" if call.method == "savefig" else None)


def mentions(call: Call) -> Iterator[FileUse]:
    """Give every text among a call's arguments that may be a path."""
    for _, text in call.texts:
        yield FileUse(text, mentioned=True)


def normal(path: str | None) -> str | None:
    """Give the path in its shortest form; ``None`` for what is no path on this machine."""
    if not path or "\n" in path or "\0" in path or path.startswith(_REMOTE):
        return None
    return posixpath.normpath(path)


def matching(path: str, known: Iterable[str]) -> list[str]:
    """Give the known files that a path names: itself, those in a folder of that name, or those that a pattern fits."""
    inside = "" if path == "." else f"{path}/"
    return sorted(
        file
        for file in known
        if file == path or (not posixpath.isabs(file) and file.startswith(inside)) or fnmatch.fnmatchcase(file, path)
    )


def _opening(call: Call, is_function: bool) -> FileUse:
    text = (_text(call, 0) or _keyword(call)) if is_function else _text(call, "self")
    shown = _text(call, 1 if is_function else 0) or _text(call, "mode")
    given = len(call.positional) > (1 if is_function else 0) or any(name == "mode" for name, _ in call.keywords)
    return FileUse(text, mode=shown or (_ANY_MODE if given else _READING))


def _text(call: Call, place: int | str) -> Text | None:
    return next((text for found, text in call.texts if found == place), None)


def _keyword(call: Call) -> Text | None:
    return next((text for place, text in call.texts if isinstance(place, str) and place in _PATH_KEYWORDS), None)


def _with_suffix(path: str | None, suffix: str | None) -> str | None:
    if path is None or suffix is None or posixpath.splitext(path)[1]:
        return path
    return path + suffix
