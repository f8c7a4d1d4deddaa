"""What an operator can set by environment variables."""

import pytest
from companion.__main__ import main
from companion.settings import Settings
from pydantic import ValidationError

KEY = "x" * 32


@pytest.fixture(autouse=True)
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPANION_SECRET_KEY", KEY)
    monkeypatch.setenv("COMPANION_CLASSIFIER_TOKEN", KEY)


@pytest.mark.parametrize(
    ("written", "roles"),
    [
        ("gateway", {"gateway"}),
        ("classifier", {"classifier"}),
        ("gateway,classifier", {"gateway", "classifier"}),
        ("gateway, classifier", {"gateway", "classifier"}),
        ("pilotage", {"pilotage"}),
    ],
)
def test_roles_are_written_with_commas(monkeypatch, written: str, roles: set[str]):
    monkeypatch.setenv("COMPANION_ROLES", written)
    assert Settings().roles == roles


@pytest.mark.parametrize("written", ["desk", "", "gateway classifier"])
def test_an_unknown_role_is_refused(monkeypatch, written: str):
    monkeypatch.setenv("COMPANION_ROLES", written)
    with pytest.raises(ValidationError):
        Settings()


@pytest.mark.parametrize("name", ["SECRET_KEY", "CLASSIFIER_TOKEN"])
def test_a_short_secret_is_refused(monkeypatch, name: str):
    monkeypatch.setenv(f"COMPANION_{name}", "x" * 31)
    with pytest.raises(ValidationError):
        Settings()


@pytest.mark.parametrize("name", ["SECRET_KEY", "CLASSIFIER_TOKEN"])
def test_there_is_no_default_secret(monkeypatch, name: str):
    monkeypatch.delenv(f"COMPANION_{name}")
    with pytest.raises(ValidationError):
        Settings()


def test_secrets_are_not_shown():
    assert KEY not in repr(Settings())


@pytest.mark.parametrize(
    ("name", "value"),
    [("RETENTION_DAYS", "0"), ("RETENTION_DAYS", "-1"), ("PORT", "0"), ("SESSION_SECONDS", "0")],
)
def test_a_number_that_makes_no_sense_is_refused(monkeypatch, name: str, value: str):
    monkeypatch.setenv(f"COMPANION_{name}", value)
    with pytest.raises(ValidationError):
        Settings()


@pytest.mark.parametrize(
    ("written", "proxies"),
    [
        ("", ()),
        ("10.0.0.1", ("10.0.0.1",)),
        ("10.0.0.1, fd00::/8 ,192.168.0.0/16", ("10.0.0.1", "fd00::/8", "192.168.0.0/16")),
    ],
)
def test_trusted_proxies_are_written_with_commas(
    monkeypatch, written: str, proxies: tuple[str, ...]
):
    monkeypatch.setenv("COMPANION_TRUSTED_PROXIES", written)
    assert Settings().trusted_proxies == proxies


@pytest.mark.parametrize("written", ["*", "0.0.0.0/0", "::/0", "localhost", "10.0.0.1/8", "x"])
def test_a_proxy_that_would_be_anybody_is_refused(monkeypatch, written: str):
    monkeypatch.setenv("COMPANION_TRUSTED_PROXIES", written)
    with pytest.raises(ValidationError):
        Settings()


@pytest.mark.parametrize("written", ["redis://r:6379", "rediss://u:p@r:6379/2", "memory://"])
def test_requests_are_counted_in_memory_or_in_a_redis(monkeypatch, written: str):
    monkeypatch.setenv("COMPANION_LIMITS_URL", written)
    assert Settings().limits_url == written


@pytest.mark.parametrize("written", ["", "redis://r", "sqlite:///x", "memory://x", "off"])
def test_another_place_to_count_is_refused(monkeypatch, written: str):
    monkeypatch.setenv("COMPANION_LIMITS_URL", written)
    with pytest.raises(ValidationError):
        Settings()


@pytest.mark.parametrize("limit", ["SESSION_WRITES", "ADDRESS_READS", "ADDRESS_OPENINGS"])
@pytest.mark.parametrize("written", ["-1", "", "none"])
def test_a_limit_is_removed_by_0_alone(monkeypatch, limit: str, written: str):
    monkeypatch.setenv(f"COMPANION_{limit}", written)
    with pytest.raises(ValidationError):
        Settings()


def test_a_wrong_setting_is_named_on_the_command_line_and_its_value_is_not(
    monkeypatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("COMPANION_SECRET_KEY", "too-short-secret")
    monkeypatch.setattr("sys.argv", ["companion", "purge"])
    assert main() == 2
    told = capsys.readouterr().err
    assert "COMPANION_SECRET_KEY" in told
    assert "too-short-secret" not in told
