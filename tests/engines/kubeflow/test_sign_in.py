"""Who is asking: every way to sign in, what happens when it expires, and that secrets stay secret."""

from __future__ import annotations

import ssl
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.engines.kubeflow.conftest import Connect
from tests.engines.kubeflow.server import KubeflowServer, serve

from kale.engines.kubeflow import Package
from kale.engines.kubeflow.cluster import Cluster
from kale.errors import ConfigurationError, SignInError, UnreachableError
from kale.profiles import Profile
from kale.servers import open_cluster

PRINTER = "import sys; print(open(sys.argv[1]).read())"


def test_a_token(connect: Connect, server: KubeflowServer, package: Package) -> None:
    server.tokens = {"good"}
    connect(token="good").submit(package)  # noqa: S106 - made up
    assert all(headers["Authorization"] == "Bearer good" for headers in server.headers_seen)
    with pytest.raises(SignInError, match=r"does not know who is asking \(401\)") as caught:
        connect(token="bad-and-secret").submit(package)  # noqa: S106 - made up
    assert "bad-and-secret" not in str(caught.value)
    with pytest.raises(SignInError):
        connect().submit(package)
    assert len(server.runs) == 1


def test_a_token_in_a_file_is_read_again(
    connect: Connect, server: KubeflowServer, package: Package, tmp_path: Path
) -> None:
    file = tmp_path / "token"
    file.write_text("old\n")
    server.tokens = {"old"}
    cluster = connect(token_file=file)
    cluster.submit(package)
    server.tokens = {"new"}
    file.write_text("new\n")
    cluster.submit(package)
    assert len(server.runs) == 2
    file.unlink()
    with pytest.raises(ConfigurationError, match=f"cannot read {file}"):
        cluster.submit(package)
    file.write_text("a\nb")
    with pytest.raises(ConfigurationError, match="nothing that an HTTP header can carry"):
        cluster.submit(package)


@pytest.mark.parametrize("form", ["{}", '{{"kind": "ExecCredential", "status": {{"token": "{}"}}}}'])
def test_a_program_that_prints_a_token(
    connect: Connect, server: KubeflowServer, package: Package, tmp_path: Path, form: str
) -> None:
    file = tmp_path / "token"
    file.write_text(form.format("old"))
    server.tokens = {"old"}
    cluster = connect(token_command=(sys.executable, "-c", PRINTER, str(file)))
    cluster.submit(package)
    server.tokens = {"new"}
    file.write_text(form.format("new"))
    cluster.submit(package)
    assert len(server.runs) == 2


@pytest.mark.parametrize(
    ("program", "problem"),
    [
        ("import sys; print('secret'); sys.exit(3)", "ended with exit code 3"),
        ("print()", "printed nothing"),
        ("print('a\\nb')", "printed nothing that an HTTP header can carry"),
    ],
)
def test_a_program_that_prints_none(connect: Connect, package: Package, program: str, problem: str) -> None:
    with pytest.raises(SignInError, match=problem) as caught:
        connect(token_command=(sys.executable, "-c", program)).submit(package)
    assert "secret" not in str(caught.value).replace("no secret", "")


def test_a_program_that_is_not_there(connect: Connect, package: Package) -> None:
    with pytest.raises(SignInError, match="no-such-program gave no secret: FileNotFoundError"):
        connect(token_command=("no-such-program",)).submit(package)


@pytest.mark.parametrize("proxy", ["dex", "oauth2"])
def test_dex(connect: Connect, server: KubeflowServer, package: Package, proxy: str) -> None:
    server.passwords, server.proxy = {"user@example.org": "pass&word"}, proxy
    cluster = connect(username="user@example.org", password="pass&word")  # noqa: S106 - made up
    cluster.submit(package)
    assert server.count("POST /dex/auth/local") == 1
    server.sessions.clear()
    cluster.submit(package)
    assert server.count("POST /dex/auth/local") == 2
    assert len(server.runs) == 2


def test_dex_and_a_wrong_password(connect: Connect, server: KubeflowServer, package: Package) -> None:
    server.passwords = {"me": "right"}
    with pytest.raises(SignInError, match="does not accept the password of 'me'") as caught:
        connect(username="me", password="wrong-one").submit(package)  # noqa: S106 - made up
    assert "wrong-one" not in str(caught.value)
    assert server.count("POST /dex/auth/local") == 1


def test_dex_and_a_program_that_prints_the_password(connect: Connect, server: KubeflowServer, package: Package) -> None:
    server.passwords = {"me": "right"}
    connect(username="me", password_command=(sys.executable, "-c", "print('right')")).submit(package)
    assert len(server.runs) == 1


def test_dex_where_nobody_has_to_sign_in(connect: Connect, server: KubeflowServer, package: Package) -> None:
    connect(username="me", password="any").submit(package)  # noqa: S106 - made up
    assert len(server.runs) == 1


def test_dex_at_a_server_that_is_away(connect: Connect, server: KubeflowServer, package: Package) -> None:
    with pytest.raises(UnreachableError, match=r"cannot reach http://127\.0\.0\.1:9 to sign in"):
        connect(host="http://127.0.0.1:9", username="me", password="p").submit(package)  # noqa: S106 - made up
    server.fail("GET /pipeline/$", status=502, times=1000)
    with pytest.raises(UnreachableError, match="answers the sign-in with 502"):
        connect(username="me", password="p").submit(package)  # noqa: S106 - made up


def test_cookies(connect: Connect, server: KubeflowServer, package: Package, tmp_path: Path) -> None:
    server.passwords, server.sessions = {}, {"abc"}
    connect(cookies="other=1; session=abc").submit(package)
    file = tmp_path / "cookies"
    file.write_text("session=abc\n")
    connect(cookies_file=file).submit(package)
    assert len(server.runs) == 2
    with pytest.raises(SignInError):
        connect(cookies="session=old").submit(package)


def test_the_service_account_of_a_notebook_server(
    monkeypatch: pytest.MonkeyPatch, server: KubeflowServer, package: Package, tmp_path: Path
) -> None:
    token, namespace = tmp_path / "token", tmp_path / "namespace"
    token.write_text("inside")
    namespace.write_text("team")
    monkeypatch.setattr("kale.profiles.surroundings.SERVICE_ACCOUNT_TOKEN", token)
    monkeypatch.setattr("kale.engines.kubeflow.credentials.SERVICE_ACCOUNT_TOKEN", token)
    monkeypatch.setattr("kale.profiles.surroundings._NAMESPACE_FILE", namespace)
    monkeypatch.setattr("kale.profiles.surroundings.IN_CLUSTER_HOST", server.host)
    server.tokens, server.multi_user = {"inside"}, True
    with open_cluster(start=tmp_path, environment={"XDG_CONFIG_HOME": str(tmp_path)}) as cluster:
        cluster.submit(package)
    (run,) = server.runs.values()
    (experiment,) = server.experiments.values()
    assert (experiment.namespace, run.experiment_id) == ("team", experiment.experiment_id)


def test_no_server_is_named() -> None:
    with pytest.raises(ConfigurationError, match="no server is named; set host with --host"):
        Cluster(Profile())


def test_a_token_that_expires_in_mid_request(
    connect: Connect, server: KubeflowServer, package: Package, tmp_path: Path
) -> None:
    file = tmp_path / "token"
    file.write_text("t")
    server.tokens = {"t"}
    server.fail("POST .*/runs$", status=401)
    connect(token_file=file).submit(package)
    assert len(server.runs) == 1


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate that no authority has signed, with its key in the same file."""
    pem, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(pem)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("openssl is not at hand")
    pem.write_text(key.read_text() + pem.read_text())
    return pem


@pytest.fixture
def secure(certificate: Path) -> Iterator[KubeflowServer]:
    """A server with that certificate."""
    found = KubeflowServer()
    listening = serve(found)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    listening.socket = context.wrap_socket(listening.socket, server_side=True)
    yield found
    listening.shutdown()
    listening.server_close()


def test_a_self_signed_certificate(
    connect: Connect, secure: KubeflowServer, package: Package, certificate: Path
) -> None:
    host = secure.host.replace("http:", "https:")
    with pytest.raises(UnreachableError, match=r"is not trusted: self.signed certificate; name the .*ca_file"):
        connect(host=host).submit(package)
    connect(host=host, ca_file=certificate).submit(package)
    assert len(secure.runs) == 1
    secure.passwords = {"me": "right"}
    with pytest.raises(UnreachableError, match="is not trusted"):
        connect(host=host, username="me", password="right").submit(package)  # noqa: S106 - made up
    connect(host=host, username="me", password="right", ca_file=certificate).submit(package)  # noqa: S106 - made up
    assert len(secure.runs) == 2


def test_a_certificate_that_is_shown_to_the_server(
    connect: Connect, mutual: KubeflowServer, package: Package, certificate: Path
) -> None:
    host = mutual.host.replace("http:", "https:")
    with pytest.raises(UnreachableError) as caught:
        connect(host=host, ca_file=certificate, patience=0).submit(package)
    assert "PRIVATE KEY" not in str(caught.value)
    shown = {"ca_file": certificate, "client_certificate": certificate, "client_key": certificate}
    connect(host=host, **shown).submit(package)
    mutual.passwords = {"me": "right"}
    connect(host=host, username="me", password="right", **shown).submit(package)  # noqa: S106 - made up
    assert len(mutual.runs) == 2


@pytest.fixture
def mutual(certificate: Path) -> Iterator[KubeflowServer]:
    """A server that talks only to those who show that certificate."""
    found = KubeflowServer()
    listening = serve(found)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.load_verify_locations(certificate)
    context.verify_mode = ssl.CERT_REQUIRED
    listening.socket = context.wrap_socket(listening.socket, server_side=True, do_handshake_on_connect=False)
    yield found
    listening.shutdown()
    listening.server_close()


def test_no_look_at_certificates(connect: Connect, secure: KubeflowServer, package: Package) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        connect(host=secure.host.replace("http:", "https:"), verify_tls=False).submit(package)
    assert len(secure.runs) == 1


def test_a_proxy(connect: Connect, server: KubeflowServer, package: Package) -> None:
    through = {"host": "http://kubeflow.invalid/pipeline", "proxy": f"http://127.0.0.1:{server.port}"}
    connect(**through).submit(package)
    server.passwords = {"me": "right"}
    connect(username="me", password="right", **through).submit(package)  # noqa: S106 - made up
    assert len(server.runs) == 2
    assert {headers["Host"] for headers in server.headers_seen} == {"kubeflow.invalid"}
    with pytest.raises(UnreachableError, match=r"kubeflow\.invalid refused the connection"):
        connect(**{**through, "proxy": "http://127.0.0.1:9"}, patience=0).submit(package)


def test_the_identity_aware_proxy(
    connect: Connect, server: KubeflowServer, package: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str | None, ...]] = []

    def give(*clients: str | None) -> tuple[str, bool]:
        asked.append(clients)
        return f"token-{len(asked)}", False

    monkeypatch.setattr("kfp.client.auth.get_auth_token", give)
    server.tokens = {"token-1"}
    cluster = connect(iap_client_id="iap", app_client_id="app", app_client_secret="s")  # noqa: S106 - made up
    cluster.submit(package)
    assert asked == [("iap", "app", "s")]
    server.tokens = {"token-2"}
    cluster.submit(package)
    assert (len(asked), len(server.runs)) == (2, 2)
