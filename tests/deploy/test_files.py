"""Image, compose file, manifests and nginx agree with each other and with the app."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

import xentviz
from tools.serve import ROOT


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _one(pattern: str, name: str) -> str:
    """What the pattern's group finds in that file; it must always be the same."""
    found = set(re.findall(pattern, _read(name), re.M))
    assert len(found) == 1, f"{name} has {sorted(found)} for {pattern}"
    return str(found.pop())


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("deploy/compose.yaml", r"image: xentviz:(\S+)"),
        ("deploy/kubernetes/kustomization.yaml", r"newTag: (\S+)"),
        ("docs/hosting.md", r"/xentviz:(\d\S*)"),
    ],
)
def test_the_image_bears_the_version(name: str, pattern: str) -> None:
    assert _one(pattern, name) == xentviz.__version__


def test_the_image_has_a_python_that_the_forge_tests() -> None:
    jobs = yaml.safe_load(_read(".github/workflows/ci.yml"))["jobs"]
    python = _one(r"^FROM python:([\d.]+)-slim", "deploy/Dockerfile")
    assert python in jobs["tests"]["strategy"]["matrix"]["python"]
    assert jobs["locked"]["container"]["image"] == f"python:{python}"


def test_the_image_takes_nothing_unlocked_and_is_not_run_by_root() -> None:
    docker = _read("deploy/Dockerfile").replace("\\\n", " ")
    installs = re.findall(r"pip (?:--python \S+ )?(?:install|wheel) [^&\n]*", docker)
    assert len(installs) == 4
    assert all("--require-hashes" in each or "--no-deps" in each for each in installs)
    last = docker.rpartition("FROM ")[2]
    assert int(_one(r"^USER (\d+):", "deploy/Dockerfile")) > 0
    assert last.index("USER ") < last.index("CMD ")


def test_the_builder_is_sent_what_the_image_copies() -> None:
    ignored = _read(".dockerignore").splitlines()
    sent = [line.removeprefix("!") for line in ignored if line.startswith("!")]
    copied = re.findall(r"^COPY (?!--from)(.*) \S+$", _read("deploy/Dockerfile"), re.M)
    assert copied
    for path in (path for each in copied for path in each.split()):
        assert (ROOT / path).exists(), path
        assert any(Path(path).match(pattern) for pattern in sent), path


def test_every_way_to_host_shares_one_cookie_secret() -> None:
    for name in ("deploy/compose.yaml", "deploy/kubernetes/deployment.yaml", "docs/hosting.md"):
        assert "STREAMLIT_SERVER_COOKIE_SECRET" in _read(name), name
    assert "EnvironmentFile=/etc/xentviz.env" in _read("deploy/systemd/xentviz@.service")


def test_nginx_has_a_line_for_each_replica_of_the_compose_file() -> None:
    services = yaml.safe_load(_read("deploy/compose.yaml"))["services"]
    replicas = {name for name, each in services.items() if "build" in each}
    file = "deploy/nginx/replicas-compose.conf"
    assert set(re.findall(r"^server ([\w-]+):8501 ", _read(file), re.M)) == replicas
    assert set(services["nginx"]["depends_on"]) == replicas
    mounted = [str(each).partition(":")[0] for each in services["nginx"]["volumes"]]
    assert f"./{Path(file).relative_to('deploy')}" in mounted


def test_nginx_lets_through_what_the_app_takes_as_an_upload() -> None:
    most = tomllib.loads(_read(".streamlit/config.toml"))["server"]["maxUploadSize"]
    upload = _read("deploy/nginx/nginx.conf").partition("location /_stcore/upload_file/")[2]
    allowed = re.search(r"client_max_body_size (\d+)m;", upload)
    assert allowed
    assert int(allowed[1]) == most + 1
    assert f"{allowed[1]}m" in _one(r"proxy-body-size: (\S+)", "deploy/kubernetes/ingress.yaml")


def test_all_probes_ask_for_the_health_of_the_app() -> None:
    deployment = yaml.safe_load(_read("deploy/kubernetes/deployment.yaml"))
    (container,) = deployment["spec"]["template"]["spec"]["containers"]
    probes = [
        container[f"{name}Probe"]["httpGet"]["path"]
        for name in ("startup", "readiness", "liveness")
    ]
    assert probes == ["/_stcore/health"] * 3
    assert "/_stcore/health" in _read("deploy/Dockerfile").partition("HEALTHCHECK")[2]


def test_selectors_of_the_cluster_find_the_pods() -> None:
    files = list((ROOT / "deploy" / "kubernetes").glob("*.yaml"))
    found = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in files]
    kinds = {each["kind"]: each for each in found}
    pods = kinds["Deployment"]["spec"]["template"]["metadata"]["labels"]
    assert kinds["Deployment"]["spec"]["selector"]["matchLabels"] == pods
    assert kinds["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"] == pods
    assert kinds["Service"]["spec"]["selector"] == pods
    target = kinds["HorizontalPodAutoscaler"]["spec"]["scaleTargetRef"]
    assert (target["kind"], target["name"]) == (
        "Deployment",
        kinds["Deployment"]["metadata"]["name"],
    )
    listed = set(kinds["Kustomization"]["resources"])
    assert listed == {path.name for path in files} - {"kustomization.yaml"}
