"""Settings: where they come from, what goes before what, and which values are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import DEFAULT_DB, Settings, SettingsError, read_settings


def test_without_any_setting_the_defaults_hold(tmp_path: Path) -> None:
    """Nothing set means the documented defaults: nobody is an admin, the zone is UTC."""
    settings = read_settings({}, folder=tmp_path)
    assert settings == Settings()
    assert settings.db == DEFAULT_DB == Path("data") / "gongbao.db"
    assert settings.admins == frozenset()


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    """A variable of the environment wins over the same one in .env; the others are taken from there."""
    (tmp_path / ".env").write_text("# ours\nGONGBAO_DB=file.db\nGONGBAO_TZ='Asia/Shanghai'\nGONGBAO_LOG=json\nBARE\n")
    settings = read_settings({"GONGBAO_DB": "env.db"}, folder=tmp_path)
    assert settings == Settings(db=Path("env.db"), time_zone="Asia/Shanghai", log_format="json")


def test_the_file_of_the_working_directory_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without arguments it is this environment and the .env of this folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GONGBAO_DB", raising=False)
    monkeypatch.setenv("GONGBAO_ADMINS", "U1")
    (tmp_path / ".env").write_text("GONGBAO_DB=here.db\n")
    settings = read_settings()
    assert settings.db == Path("here.db")
    assert settings.admins == {"U1"}


@pytest.mark.parametrize(("text", "admins"), [("", set()), ("U1", {"U1"}), (" U1 ,U2,, ", {"U1", "U2"}), (",", set())])
def test_admins_are_a_list(tmp_path: Path, text: str, admins: set[str]) -> None:
    """Commas separate, spaces do not count, empty means nobody."""
    assert read_settings({"GONGBAO_ADMINS": text}, folder=tmp_path).admins == admins


@pytest.mark.parametrize(
    "name", ["GONGBAO_DB", "GONGBAO_TZ", "GONGBAO_LOG", "GONGBAO_LOG_LEVEL", "GONGBAO_COMMAND_PREFIX"]
)
def test_an_empty_value_is_the_default(tmp_path: Path, name: str) -> None:
    """A variable set to nothing is as good as unset."""
    assert read_settings({name: ""}, folder=tmp_path) == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GONGBAO_COMMAND_PREFIX", "CN-"),
        ("GONGBAO_COMMAND_PREFIX", "a b"),
        ("GONGBAO_COMMAND_PREFIX", "x" * 21),
        ("GONGBAO_LOG", "loud"),
        ("GONGBAO_LOG_LEVEL", "loud"),
        ("GONGBAO_PINYIN", "yes"),
        ("GONGBAO_SEMANTIC", "0"),
    ],
)
def test_a_bad_value_is_refused_by_name(tmp_path: Path, name: str, value: str) -> None:
    """The error names variable and value, says what to write, and is a wrong call."""
    with pytest.raises(SettingsError, match=f"{name} is “{value}”") as refused:
        read_settings({name: value}, folder=tmp_path)
    assert refused.value.hint
    assert refused.value.exit_status == 2


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    """The line names the file; a folder of that name is not read at all."""
    (tmp_path / ".env").write_bytes(b"GONGBAO_DB=\xff\xfe\n")
    with pytest.raises(SettingsError, match="cannot be read as settings"):
        read_settings({}, folder=tmp_path)
    (tmp_path / ".env").unlink()
    (tmp_path / ".env").mkdir()
    assert read_settings({}, folder=tmp_path) == Settings()
