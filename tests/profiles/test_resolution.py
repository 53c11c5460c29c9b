"""Where settings come from: one precedence, secrets that stay secret, files that only their owner may read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kale.errors import ConfigurationError
from kale.profiles import ResolvedProfile, SignIn, resolve_profile, surroundings

Resolve = Callable[..., ResolvedProfile]


@pytest.fixture
def resolve(tmp_path: Path) -> Resolve:
    """Resolve a profile in a folder of its own, with a home of its own."""
    (tmp_path / "work" / "deep").mkdir(parents=True)

    def run(name: str | None = None, environment: dict[str, str] | None = None, **overrides: Any) -> ResolvedProfile:
        variables = {"XDG_CONFIG_HOME": str(tmp_path / "home"), **(environment or {})}
        return resolve_profile(name, overrides, start=tmp_path / "work" / "deep", environment=variables)

    return run


def write(path: Path, text: str, mode: int = 0o600) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def test_each_source_wins_over_the_next(resolve: Resolve, tmp_path: Path) -> None:
    def host(environment: dict[str, str] | None = None, **overrides: Any) -> tuple[str | None, str | None]:
        found = resolve(environment=environment, **overrides)
        source = found.source_of("host")
        return found.profile.host, source and source.removeprefix(f"{tmp_path}/")

    assert host() == (None, None)
    write(tmp_path / "home" / "kale" / "config.toml", 'host = "http://one"\n')
    assert host() == ("http://one", "home/kale/config.toml")
    write(tmp_path / "home" / "kale" / "config.toml", 'host = "http://one"\n[profiles.default]\nhost = "http://two"\n')
    assert host() == ("http://two", "home/kale/config.toml [profiles.default]")
    write(tmp_path / "work" / "pyproject.toml", '[tool.kale]\nhost = "http://three"\n')
    assert host() == ("http://three", "work/pyproject.toml")
    write(tmp_path / "work" / "deep" / "kale.toml", 'host = "http://four"\n')
    assert host() == ("http://four", "work/deep/kale.toml")
    assert host({"KF_PIPELINES_ENDPOINT": "http://five"}) == ("http://five", "KF_PIPELINES_ENDPOINT")
    both = {"KF_PIPELINES_ENDPOINT": "http://five", "KALE_HOST": "http://six/"}
    assert host(both) == ("http://six", "KALE_HOST")
    assert host(both, host="http://seven") == ("http://seven", "--host")
    assert host(both, host=None) == ("http://six", "KALE_HOST")


def test_profiles_are_chosen_by_name(resolve: Resolve, tmp_path: Path) -> None:
    write(
        tmp_path / "home" / "kale" / "config.toml",
        'profile = "test"\nnamespace = "all"\n[profiles.test]\nhost = "http://test"\n[profiles.live]\nhost = "http://live"\n',
    )
    assert (resolve().name, resolve().profile.host) == ("test", "http://test")
    assert resolve("live").profile.host == "http://live"
    assert resolve(environment={"KALE_PROFILE": "live"}).profile.host == "http://live"
    assert resolve("live").profile.namespace == "all"
    with pytest.raises(ConfigurationError, match="no profile 'lvie'; did you mean 'live'"):
        resolve("lvie")


def test_a_way_to_sign_in_makes_those_below_void(resolve: Resolve, tmp_path: Path) -> None:
    write(tmp_path / "home" / "kale" / "config.toml", 'username = "me"\npassword = "p"\ntoken_file = "/t"\n')
    with pytest.raises(ConfigurationError, match=r"several ways to sign in \(token, dex\)"):
        resolve()
    write(tmp_path / "home" / "kale" / "config.toml", 'username = "me"\npassword = "p"\n')
    assert resolve().profile.way_to_sign_in is SignIn.DEX
    found = resolve(environment={"KALE_TOKEN": "abc"})
    assert found.profile.way_to_sign_in is SignIn.TOKEN
    assert found.profile.username is None
    found = resolve(environment={"KALE_PASSWORD_COMMAND": "pass show kubeflow"})
    assert (found.profile.password, found.profile.password_command) == (None, ("pass", "show", "kubeflow"))
    assert found.profile.username == "me"
    assert resolve(sign_in="none").profile.way_to_sign_in is SignIn.NONE


def test_secrets_are_not_shown(resolve: Resolve) -> None:
    found = resolve(environment={"KALE_TOKEN": "very-secret", "KALE_HOST": "http://x"})
    assert "very-secret" not in repr(found)
    assert {setting.name: setting.value for setting in found.settings} == {"host": "http://x", "token": "********"}
    found = resolve(environment={"KALE_TOKEN_COMMAND": "print-token --key very-secret"})
    assert "very-secret" not in str(found.settings)
    assert found.profile.token_command == ("print-token", "--key", "very-secret")
    for environment in (
        {"KALE_TOKEN": "very-secret\nline"},
        {"KALE_HOST": "https://user:very-secret@host"},
        {"KALE_TOKEN": "very-secret", "KALE_USERNAME": "me", "KALE_PASSWORD": "very-secret"},
        {"KALE_USERNAME": "me", "KALE_APP_CLIENT_SECRET": "very-secret"},
    ):
        with pytest.raises(ConfigurationError) as caught:
            resolve(environment=environment)
        assert "very-secret" not in str(caught.value)
        assert "very-secret" not in repr(caught.value.__cause__)


@pytest.mark.parametrize("where", ["home/kale/config.toml", "work/deep/kale.toml", "work/pyproject.toml"])
@pytest.mark.parametrize("text", ['{0}password = "p"\n', '[{1}profiles.a]\ntoken = "t"\n'])
def test_files_with_secrets_are_private(resolve: Resolve, tmp_path: Path, where: str, text: str) -> None:
    project = where.endswith("pyproject.toml")
    content = text.format("[tool.kale]\n" if project else "", "tool.kale." if project else "")
    path = write(tmp_path / where, content, mode=0o640)
    with pytest.raises(ConfigurationError, match=f"chmod 600 {path}"):
        resolve()
    path.chmod(0o600)
    resolve("a" if "profiles" in text else None)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("host = ", "is not TOML"),
        ('hots = "http://x"\n', "'hots' is not a setting; did you mean 'host'"),
        ('host = "kubeflow.example.org"\n', "not an address such as"),
        ('namespace = "Team A"\n', "'namespace' is not valid"),
        ('sign_in = "magic"\n', "'sign_in' is not valid"),
        ('sign_in = "dex"\n', "username must be set"),
        ('username = "me"\n', "username and password"),
        ('client_key = "/k"\n', "belong together"),
        ('port_forward = "8080"\n', "'port_forward' is not valid"),
        ("request_timeout = 0\n", "'request_timeout' is not valid"),
        ("profiles = 3\n", "'profiles' is not a table"),
        ("port_forward = 3\n", "'port_forward' is not valid"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(resolve: Resolve, tmp_path: Path, text: str, problem: str) -> None:
    path = write(tmp_path / "work" / "deep" / "kale.toml", text)
    with pytest.raises(ConfigurationError, match=problem) as caught:
        resolve()
    assert str(path) in str(caught.value) or "profile 'default'" in str(caught.value)


def test_a_file_that_is_not_utf8(resolve: Resolve, tmp_path: Path) -> None:
    (tmp_path / "work" / "deep" / "kale.toml").write_bytes(b'host = "\xff"\n')
    with pytest.raises(ConfigurationError, match="is not TOML"):
        resolve()


def test_commands_are_split_into_words(resolve: Resolve) -> None:
    found = resolve(environment={"KALE_TOKEN_COMMAND": "gcloud auth 'print it'"})
    assert found.profile.token_command == ("gcloud", "auth", "print it")
    assert resolve(environment={"KALE_TOKEN_FILE": "~/token"}).profile.token_file == Path.home() / "token"


@pytest.mark.parametrize("head", ["", "[profiles.default]\n"])
@pytest.mark.parametrize("where", ["work/deep/kale.toml", "work/pyproject.toml"])
def test_a_project_gets_no_credentials_of_the_user(resolve: Resolve, tmp_path: Path, where: str, head: str) -> None:
    if where.endswith("pyproject.toml"):
        head = head.replace("[", "[tool.kale.") or "[tool.kale]\n"
    write(tmp_path / "home" / "kale" / "config.toml", 'host = "http://mine"\nusername = "me"\npassword = "p"\n')
    write(tmp_path / where, f'{head}namespace = "team"\n')
    assert resolve().profile.way_to_sign_in is SignIn.DEX
    write(tmp_path / where, f'{head}host = "http://theirs"\n')
    found = resolve().profile
    assert (found.host, found.way_to_sign_in) == ("http://theirs", SignIn.NONE)
    for chosen in (resolve(host="http://chosen"), resolve(environment={"KALE_HOST": "http://chosen"})):
        assert (chosen.profile.host, chosen.profile.way_to_sign_in) == ("http://chosen", SignIn.DEX)


@pytest.mark.parametrize(
    "route",
    ['proxy = "http://p"', 'ca_file = "ca.pem"', "verify_tls = false", 'port_forward = "a/b"', 'kube_context = "c"'],
)
def test_a_project_that_decides_on_the_way_gets_no_credentials(resolve: Resolve, tmp_path: Path, route: str) -> None:
    write(tmp_path / "home" / "kale" / "config.toml", 'host = "http://mine"\n[profiles.default]\ntoken = "t"\n')
    assert resolve().withheld == ()
    write(tmp_path / "work" / "deep" / "kale.toml", f"{route}\n")
    for found in (resolve(), resolve(host="http://chosen")):
        assert (found.profile.token, found.withheld) == (None, ("token",))
    name, _, value = route.partition(" = ")
    assert resolve(environment={f"KALE_{name.upper()}": value.strip('"')}).profile.token is not None


def test_what_the_cluster_around_says(resolve: Resolve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    token, namespace = tmp_path / "token", tmp_path / "namespace"
    monkeypatch.setattr(surroundings, "SERVICE_ACCOUNT_TOKEN", token)
    monkeypatch.setattr(surroundings, "_NAMESPACE_FILE", namespace)
    assert resolve().settings == ()
    token.write_text("t")
    namespace.write_text("team\n")
    found = resolve()
    assert [(each.name, each.value, each.source) for each in found.settings] == [
        ("host", surroundings.IN_CLUSTER_HOST, f"the cluster around, {token}"),
        ("namespace", "team", f"the cluster around, {namespace}"),
        ("sign_in", "service-account", f"the cluster around, {token}"),
    ]
    assert resolve(namespace="other").profile.namespace == "other"
    assert resolve(environment={"KALE_COOKIES": "a=b"}).profile.way_to_sign_in is SignIn.COOKIES
    assert resolve(host="http://elsewhere").profile.way_to_sign_in is SignIn.NONE
    assert resolve(environment={"KALE_PORT_FORWARD": "a/b"}).profile.host is None
    write(tmp_path / "work" / "deep" / "kale.toml", 'proxy = "http://p"\n')
    assert resolve().profile.way_to_sign_in is SignIn.NONE


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("kubeflow/ml-pipeline", True),
        ("kubeflow/ml-pipeline:8888", True),
        ("istio-system/istio-ingressgateway:80/pipeline/", True),
        ("kubeflow/ml-pipeline/pipeline", True),
        ("kubeflow/ml-pipeline:http", False),
        ("kubeflow", False),
        ("kubeflow/--help", False),
        ("kubeflow/a b", False),
        ("http://kubeflow/ml-pipeline", False),
    ],
)
def test_services_to_forward_to(resolve: Resolve, text: str, taken: bool) -> None:
    if taken:
        assert resolve(port_forward=text).profile.port_forward == text.rstrip("/")
        return
    with pytest.raises(ConfigurationError, match="not of the form namespace/service"):
        resolve(port_forward=text)


@pytest.mark.parametrize(
    ("key", "what"),
    [
        ("token_command", "a program to run"),
        ("password_command", "a program to run"),
        ("token_file", "a file to send to the server"),
        ("cookies_file", "a file to send to the server"),
    ],
)
def test_a_project_runs_no_programs_and_sends_no_files(resolve: Resolve, tmp_path: Path, key: str, what: str) -> None:
    write(tmp_path / "work" / "deep" / "kale.toml", f'[profiles.x]\n{key} = ["touch", "x"]\n')
    with pytest.raises(ConfigurationError, match=f"sets {key}, {what}, which only your own file may do"):
        resolve()
    (tmp_path / "work" / "deep" / "kale.toml").unlink()
    write(tmp_path / "home" / "kale" / "config.toml", 'username = "me"\npassword_command = ["pass"]\n')
    assert resolve().profile.password_command == ("pass",)
