"""What is known of the magics that need no code of their own."""

from __future__ import annotations

from typing import Final

INTERACTIVE_ONLY: Final = frozenset(
    {
        "alias_magic", "autoawait", "autocall", "automagic", "autoindent", "autoreload", "autosave", "clear", "cls",
        "colors", "config", "connect_info", "dhist", "dirs", "doctest_mode", "gui", "hist", "history", "kale",
        "killbgscripts", "load_ext", "logoff", "logon", "logstart", "logstate", "logstop", "lsmagic", "magic",
        "matplotlib", "page", "pdb", "pdef", "pdoc", "pfile", "pinfo", "pinfo2", "pprint", "precision",
        "psearch", "psource", "pycat", "qtconsole", "quickref", "rehashx", "reload_ext", "tb",
        "tensorboard", "unalias", "unload_ext", "who", "who_ls", "whos", "xmode",
    }
)  # fmt: skip
"""Magics that change or show how IPython itself works and leave every value as it is: a step does nothing for them."""

ANNOTATING_CELLS: Final = frozenset({"functions", "imports", "metrics", "parameters", "skip", "step"})
"""Our own cell magics, which say what the cell is for. They stand on its first line, and only there."""

DISPLAY_CELLS: Final = frozenset({"HTML", "SVG", "html", "javascript", "js", "latex", "markdown", "svg"})
"""Cell magics that show their body."""

SCRIPT_CELLS: Final = frozenset({"bash", "perl", "pypy", "python", "python2", "python3", "ruby", "sh", "zsh"})
"""Cell magics that feed their body to the program of that name."""

SHELL_ALIASES: Final = {
    "cat": "cat",
    "cp": "cp",
    "ldir": "ls -l",
    "less": "cat",
    "ll": "ls -l",
    "ls": "ls",
    "lx": "ls -l",
    "man": "man",
    "mkdir": "mkdir",
    "more": "cat",
    "mv": "mv",
    "rm": "rm",
    "rmdir": "rmdir",
}
"""Line magics that stand for a command of the shell; pagers only show, so that a step need not stop for them."""

UNSUPPORTED: Final = {
    "alias": "write the command with '!' where it is used",
    "bookmark": "write the path",
    "code_wrap": "write the code that wraps the cell",
    "cython": "build the extension into the image and import it",
    "debug": "remove the line: a step has nobody to debug it",
    "dotenv": "set the variables with tags such as 'env:NAME=value'",
    "edit": "put the code into a cell",
    "load": "put the code that it loads into the cell",
    "loadpy": "put the code that it loads into the cell",
    "macro": "define a function",
    "mprun": "remove the line: a step does not measure",
    "memit": "remove the magic and keep its statement",
    "lprun": "remove the line: a step does not measure",
    "notebook": "remove the line",
    "pastebin": "remove the line",
    "popd": "write the path with %cd",
    "pushd": "write the path with %cd",
    "pylab": "import what is used: 'import numpy as np' and 'import matplotlib.pyplot as plt'",
    "recall": "put the code into the cell",
    "rep": "put the code into the cell",
    "rerun": "put the code into the cell",
    "reset": "delete the variables with 'del'",
    "reset_selective": "delete the variables with 'del'",
    "run": "give it a line of its own outside of any block and cell magic, or import the script as a module",
    "save": "write the file in plain Python",
    "sc": "write 'name = !command'",
    "store": "let the variable cross from step to step, or save it to a file",
    "sql": "run the query in plain Python",
    "R": "run the code in a step of its own, with an image that has R",
    "xdel": "delete the variable with 'del'",
}
"""Magics that are known to have no translation, with what to do instead."""
