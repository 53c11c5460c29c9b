"""Which files calls touch, as far as their own text tells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kale.analysis.commands import command_uses
from kale.analysis.events import Call
from kale.analysis.files import ANY_MODE, READING, FileUse
from kale.analysis.knowledge import words
from kale.analysis.texts import makes_text
from kale.analysis.values import Text, Unknown

_WRITING_METHODS: Final = words(
    """
    to_csv to_parquet to_json to_excel to_pickle to_feather to_hdf to_html to_markdown to_string to_latex to_xml
    to_stata to_orc savefig save save_model save_weights save_pretrained write_html write_image write_json write_csv
    write_parquet write_ipc to_netcdf to_file dump_model tofile save_raw
    """
)
_ADDING_METHODS: Final = words("to_hdf")
"""Methods that add to a file unless they are told not to."""

_WRITING_PATH_METHODS: Final = words("write_text write_bytes touch")
_READING_NO_FILE: Final = ("pandas.read_sql", "pandas.read_clipboard", "pandas.read_gbq")
_READING_PATH_METHODS: Final = words("read_text read_bytes exists is_file stat glob rglob iterdir is_dir")
_LOG_SETUP: Final = "logging.basicConfig"
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
    "logging.FileHandler": 0,
    _LOG_SETUP: -1,
    "logging.handlers.RotatingFileHandler": 0,
    "logging.handlers.TimedRotatingFileHandler": 0,
    "skops.io.dump": 1,
    "soundfile.write": 0,
    "scipy.io.wavfile.write": 0,
}
_LOG_HANDLERS: Final = words(
    "logging.FileHandler logging.handlers.RotatingFileHandler logging.handlers.TimedRotatingFileHandler"
)
_ADDING_FUNCTIONS: Final = _LOG_HANDLERS | {_LOG_SETUP, "sqlite3.connect"}
"""Functions of :data:`_WRITING_FUNCTIONS` that add to what is in the file."""

_DATABASE_FUNCTIONS: Final = words("shelve.open dbm.open dbm.dumb.open dbm.gnu.open dbm.ndbm.open")
"""Functions that add to the path what the kind of database calls its files."""

_FOLDER_FUNCTIONS: Final = words("os.mkdir os.makedirs")
_REMOVING_FUNCTIONS: Final = words(
    "os.remove os.unlink os.rmdir os.removedirs os.rename os.replace shutil.rmtree shutil.move"
)
_REMOVING_PATH_METHODS: Final = words("unlink rmdir rename")
_READING_FUNCTIONS: Final = words(
    """
    numpy.load numpy.loadtxt numpy.genfromtxt numpy.fromfile joblib.load torch.load
    matplotlib.pyplot.imread matplotlib.image.imread imageio.imread cv2.imread PIL.Image.open
    scipy.io.loadmat scipy.sparse.load_npz
    soundfile.read scipy.io.wavfile.read skops.io.load os.path.getsize os.stat xarray.open_dataset
    """
)
_OPENERS: Final = words(
    """
    open io.open gzip.open bz2.open lzma.open codecs.open zipfile.ZipFile tarfile.open h5py.File fsspec.open
    smart_open.open
    """
)
_DEFAULT_SUFFIXES: Final = {
    "numpy.save": ".npy",
    "numpy.savez": ".npz",
    "numpy.savez_compressed": ".npz",
    "matplotlib.pyplot.savefig": ".png",
}
_COMMAND_FUNCTIONS: Final = words("os.system os.popen")
_SHOWING: Final = words("print display len isinstance")
_PATH_KEYWORDS: Final = words(
    "path path_or_buf fname filename file filepath filepath_or_buffer buf f fp excel_writer extract_dir"
)


def file_uses(call: Call, qualified: str | None) -> Iterator[FileUse]:
    """Give the files that a call touches as far as its own text tells.

    Args:
        call: The call.
        qualified: Full dotted path of the function, when it is no notebook function.
    """
    itself = _text(call, "self") if qualified is None else None
    yield from _folder_uses(call, qualified, itself)
    command = _command(call, qualified)
    if command is not None:
        yield from command_uses(command)
    elif qualified in _OPENERS or (call.method == "open" and itself is not None):
        yield _opening(call, is_function=qualified in _OPENERS)
    elif qualified in _WRITING_FUNCTIONS and (qualified != _LOG_SETUP or opens_log(call, qualified)):
        text = _text(call, _WRITING_FUNCTIONS[qualified]) or _keyword(call)
        keeps = qualified in _ADDING_FUNCTIONS
        yield FileUse(text, writes=True, keeps=keeps, suffix=_DEFAULT_SUFFIXES.get(qualified))
    elif qualified in _DATABASE_FUNCTIONS or qualified == "numpy.memmap":
        yield _database(call, qualified)
    elif qualified in _READING_FUNCTIONS or _reads_file_of_pandas(qualified):
        yield FileUse(_text(call, 0) or _keyword(call))
    elif qualified == "shutil.make_archive":
        name, form = _text(call, 0) or _text(call, "base_name"), _text(call, 1) or _text(call, "format")
        yield FileUse((*name, ".", *form) if name and form else None, writes=True, keeps=False)
    elif call.method == "extractall" or qualified == "shutil.unpack_archive":
        yield FileUse(_text(call, 0 if call.method == "extractall" else 1) or _keyword(call), writes=True)
    elif call.method in _WRITING_PATH_METHODS and itself is not None:
        yield FileUse(itself, writes=True, keeps=call.method == "touch")
    elif call.method in _READING_PATH_METHODS and itself is not None:
        yield FileUse(itself)
    elif call.method in _WRITING_METHODS:
        text = _text(call, 0) or _keyword(call)
        if text is not None:
            yield _written(call, text)


def opens_log(call: Call, qualified: str | None) -> bool:
    """Whether what is logged from a call on goes to a file."""
    named = any(name == "filename" for name, _ in call.keywords)
    return qualified in _LOG_HANDLERS or (qualified == _LOG_SETUP and named)


def _written(call: Call, text: Text) -> FileUse:
    """Give the file that an object writes itself to: anew, unless the mode or the kind of file says otherwise."""
    if call.method in _ADDING_METHODS or any(name == "mode" for name, _ in call.keywords):
        return FileUse(text, mode=_text(call, "mode") or ANY_MODE)
    return FileUse(text, writes=True, keeps=False, suffix=".png" if call.method == "savefig" else None)


def _database(call: Call, qualified: str) -> FileUse:
    """Give the files of a database, or the one that an array looks into."""
    text = _text(call, 0) or _keyword(call)
    if qualified == "numpy.memmap":
        return FileUse(text, mode=_text(call, 2) or _text(call, "mode") or ANY_MODE)
    return FileUse((*text, Unknown.PART) if text else None, writes=True)


def _reads_file_of_pandas(qualified: str | None) -> bool:
    """Whether a function of pandas takes a path first, as ``read_sql`` does not."""
    return (qualified or "").startswith("pandas.read_") and not (qualified or "").startswith(_READING_NO_FILE)


def mentions(call: Call, qualified: str | None) -> Iterator[FileUse]:
    """Give every text among a call's arguments that may be a path, unless the call only shows or joins texts."""
    if qualified in _SHOWING or _command(call, qualified) is not None or makes_text(call.callee, call.method):
        return
    for _, text in call.texts:
        yield FileUse(text, mentioned=True)


def _command(call: Call, qualified: str | None) -> Text | None:
    """Give the command that a call lets the shell or a process carry out."""
    if qualified is not None and (qualified in _COMMAND_FUNCTIONS or qualified.startswith("subprocess.")):
        return _text(call, 0) or _text(call, "args")
    return None


def _folder_uses(call: Call, qualified: str | None, itself: Text | None) -> Iterator[FileUse]:
    """Give the folders that a call makes, and the files and folders that it removes."""
    if qualified in _FOLDER_FUNCTIONS:
        yield FileUse(_text(call, 0) or _keyword(call) or _text(call, "name"), folder=True)
    elif call.method == "mkdir" and itself is not None:
        yield FileUse(itself, folder=True)
    elif qualified in _REMOVING_FUNCTIONS:
        yield FileUse(_text(call, 0) or _keyword(call), writes=True, removes=True)
    elif call.method in _REMOVING_PATH_METHODS and itself is not None:
        yield FileUse(itself, writes=True, removes=True)
        if call.method == "rename":
            yield FileUse(_text(call, 0), writes=True, keeps=False)


def _opening(call: Call, *, is_function: bool) -> FileUse:
    text = (_text(call, 0) or _keyword(call)) if is_function else _text(call, "self")
    shown = _text(call, 1 if is_function else 0) or _text(call, "mode")
    given = len(call.positional) > (1 if is_function else 0) or any(name == "mode" for name, _ in call.keywords)
    return FileUse(text, mode=shown or (ANY_MODE if given else READING))


def _text(call: Call, place: int | str) -> Text | None:
    return next((text for found, text in call.texts if found == place), None)


def _keyword(call: Call) -> Text | None:
    return next((text for place, text in call.texts if isinstance(place, str) and place in _PATH_KEYWORDS), None)
