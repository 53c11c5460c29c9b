"""Which package provides a module: from metadata, from the kept table, or by a guess that is called one."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path

import pytest
from tests.wheels import make_wheel

from kale.analysis.distributions import Environment, Provider, Source, find_provider, is_standard, known_names
from kale.analysis.imports import Import, imports_of, parse


def found(code: str, environment: Environment) -> Provider:
    tree = parse(code)
    assert tree is not None
    (wanted,) = imports_of(tree)
    return find_provider(wanted, environment)


class Site:
    """A folder of installed packages."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.site = folder / "site"
        self.site.mkdir()
        self.environment = Environment([str(self.site)])

    def install(self, name: str, version: str, *files: str, url: Mapping[str, object] | None = None) -> None:
        wheel = make_wheel(self.folder, name, version, dict.fromkeys(files, ""))
        shutil.unpack_archive(wheel, self.site, "zip")
        if url is not None:
            (info,) = self.site.glob(f"{name.replace('-', '_')}-*.dist-info")
            (info / "direct_url.json").write_text(json.dumps(url))


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_installed_packages_have_versions(site: Site) -> None:
    site.install("scikit-learn", "1.5.0", "sklearn/__init__.py", "sklearn/svm.py")
    site.install("Own-Name", "2", "other.py")
    assert found("from sklearn.svm import SVC", site.environment) == Provider(
        "sklearn", Source.INSTALLED, "scikit-learn", "1.5.0"
    )
    assert found("import other", site.environment) == Provider("other", Source.INSTALLED, "Own-Name", "2")


def test_shared_namespaces_are_told_apart(site: Site) -> None:
    site.install("google-cloud-storage", "2.1", "google/cloud/storage/__init__.py")
    site.install("google-auth", "1.0", "google/auth/__init__.py")
    site.install("acme-a", "1", "acme/a/__init__.py")
    site.install("acme-b", "2", "acme/b.py")
    for code in (
        "from google.cloud import storage",
        "import google.cloud.storage",
        "from google.cloud.storage import X",
    ):
        assert found(code, site.environment).name == "google-cloud-storage", code
    assert found("import google.auth.transport", site.environment).name == "google-auth"
    assert found("from acme import b", site.environment).name == "acme-b"
    assert found("from acme.a import x", site.environment).name == "acme-a"
    assert found("from google.cloud import bigquery", site.environment) == Provider(
        "google.cloud.bigquery", Source.TABLE, "google-cloud-bigquery"
    )


def test_the_build_without_a_screen_wins(site: Site) -> None:
    site.install("opencv-python", "4.1", "cv2/__init__.py")
    assert found("import cv2", site.environment).name == "opencv-python"
    site.install("opencv-python-headless", "4.1", "cv2/__init__.py")
    assert found("import cv2", Environment([str(site.site)])).name == "opencv-python-headless"


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ({"url": "file:///x", "dir_info": {"editable": True}}, "a folder of this machine"),
        ({"url": "https://x", "vcs_info": {"vcs": "git", "commit_id": "1"}}, "a version control system"),
        ({"url": "https://x/y.whl", "archive_info": {}}, "a file or URL"),
    ],
)
def test_what_did_not_come_from_an_index_is_told(site: Site, url: Mapping[str, object], origin: str) -> None:
    site.install("mine", "1", "mine.py", url=url)
    provider = found("import mine", site.environment)
    assert (provider.source, provider.origin.value) == (Source.ELSEWHERE, origin)


def test_a_package_used_from_its_sources_is_found(site: Site, tmp_path: Path) -> None:
    (tmp_path / "project" / "src" / "inner").mkdir(parents=True)
    (tmp_path / "project" / "src" / "inner" / "__init__.py").touch()
    url = {"url": (tmp_path / "project").as_uri(), "dir_info": {"editable": True}}
    site.install("its-name", "1", "_its_name.pth", url=url)
    assert found("import inner", site.environment).source is Source.ELSEWHERE


def test_labels(site: Site) -> None:
    site.install("torch", "2.1.0+cpu", "torch/__init__.py")
    provider = found("import torch", site.environment)
    assert (provider.source, provider.version, provider.label) == (Source.INSTALLED, "2.1.0+cpu", "cpu")


def test_metadata_without_a_list_of_files(site: Site) -> None:
    info = site.site / "native-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: native\nVersion: 1.0\n")
    (info / "top_level.txt").write_text("odd_name\n")
    assert found("import odd_name", site.environment).name == "native"


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("from sklearn.svm import SVC", "scikit-learn"),
        ("import cv2", "opencv-python-headless"),
        ("from PIL import Image", "pillow"),
        ("import yaml", "pyyaml"),
        ("from bs4 import BeautifulSoup", "beautifulsoup4"),
        ("import dateutil.parser", "python-dateutil"),
        ("from dotenv import load_dotenv", "python-dotenv"),
        ("import attr", "attrs"),
        ("from Crypto.Cipher import AES", "pycryptodome"),
        ("import OpenSSL", "pyopenssl"),
        ("from skimage import io", "scikit-image"),
        ("from ruamel.yaml import YAML", "ruamel-yaml"),
        ("from azure.storage.blob import BlobClient", "azure-storage-blob"),
        ("from mpl_toolkits import mplot3d", "matplotlib"),
        ("import pkg_resources", "setuptools"),
    ],
)
def test_the_table(code: str, name: str, site: Site) -> None:
    provider = found(code, site.environment)
    assert (provider.source, provider.name, provider.version) == (Source.TABLE, name, "")


def test_the_table_is_in_form() -> None:
    assert len(known_names()) >= 300
    renamed = [module for module, name in known_names().items() if module.lower().replace("_", "-") != name]
    assert len(renamed) >= 80
    assert all(re.fullmatch(r"[A-Za-z]\w*(\.\w+)*", module) for module in known_names())
    assert all(re.fullmatch(r"[a-z0-9]+([.-][a-z0-9]+)*", name) for name in known_names().values())
    assert not [module for module in known_names() if is_standard(module) and module != "distutils"]


def test_guesses_are_called_guesses(site: Site) -> None:
    assert found("import some_thing.inner", site.environment) == Provider("some_thing", Source.GUESS, "some-thing")
    assert found("import panads", site.environment).near == "pandas"
    assert found("import google.unheard_of", site.environment).source is Source.UNKNOWN
    assert found("import _private", site.environment).source is Source.UNKNOWN


@pytest.mark.parametrize("module", ["os.path", "__future__", "tomllib", "cgi", "unittest.mock", "zoneinfo"])
def test_pythons_own_modules(module: str) -> None:
    assert is_standard(module)


def test_this_environment_is_read_without_importing() -> None:
    program = (
        "import sys\n"
        "from kale.analysis.distributions import *\n"
        "from kale.analysis.imports import Import\n"
        "print(find_provider(Import('numpy'), Environment()).version, 'numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [metadata.version("numpy"), "False"]


def test_every_name_is_found_in_an_empty_environment(site: Site) -> None:
    for module, name in known_names().items():
        if not is_standard(module):
            assert find_provider(Import(module), site.environment).name == name
