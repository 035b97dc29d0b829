"""Settings have defaults; a settings file is checked whole."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.settings import Settings, load_settings, project_root

REPOSITORY = Path(__file__).parents[2]


def write(folder: Path, text: str) -> Path:
    path = folder / "plancoder.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_defaults_without_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    settings = load_settings()
    assert settings == Settings()
    assert settings.codeboek == REPOSITORY / "codebook.yaml"
    assert settings.modellen == REPOSITORY / "models"
    assert settings.taalmodel == "nl"
    assert settings.werkers >= 1


def test_the_current_folder_comes_first_when_it_has_a_codebook(tmp_path, monkeypatch):
    (tmp_path / "codebook.yaml").touch()
    write(tmp_path, "werkers: 3\n")
    monkeypatch.chdir(tmp_path)
    assert project_root() == tmp_path
    assert load_settings().werkers == 3
    assert load_settings().codeboek == tmp_path / "codebook.yaml"


def test_relative_paths_count_from_the_file(tmp_path):
    path = write(tmp_path, "codeboek: eigen/codeboek.yaml\nmodellen: /srv/modellen\n")
    settings = load_settings(path)
    assert settings.codeboek == tmp_path / "eigen" / "codeboek.yaml"
    assert settings.modellen.is_absolute()
    assert settings.modellen.parts[-2:] == ("srv", "modellen")


def test_an_empty_file_changes_nothing(tmp_path):
    assert load_settings(write(tmp_path, "# nog niets\n")) == Settings()


def test_all_faults_at_once_with_their_lines(tmp_path):
    text = (
        "wekers: 2\nwerkers: 0\ntaalmodel: ../x\n"
        "seconden_per_bestand: lang\nmegabytes_per_bestand: 1.5\nsleutel:\n"
    )
    with pytest.raises(SettingsError) as caught:
        load_settings(write(tmp_path, text))
    assert caught.value.faults == (
        "[plancoder.yaml regel 1] wekers: onbekende sleutel (bedoelt u 'werkers'?)",
        "[plancoder.yaml regel 2] werkers: moet ten minste 1 zijn",
        "[plancoder.yaml regel 3] taalmodel: heeft niet de juiste vorm, zoals nl of nl_core_news_md",
        "[plancoder.yaml regel 4] seconden_per_bestand: moet een geheel getal zijn",
        "[plancoder.yaml regel 5] megabytes_per_bestand: moet een geheel getal zijn",
        "[plancoder.yaml regel 6] sleutel: is leeg; vul een waarde in of haal de sleutel weg",
    )


def test_the_rounds_begin_on_ascending_days(tmp_path):
    assert load_settings(write(tmp_path, "metingen: [2019-09-01, 2020-06-01]\n")).metingen == (
        date(2019, 9, 1),
        date(2020, 6, 1),
    )
    with pytest.raises(SettingsError) as caught:
        load_settings(write(tmp_path, "metingen:\n  - 2020-06-01\n  - 1 juni\nbestandsnamen: weg\n"))
    assert caught.value.faults == (
        "[plancoder.yaml regel 3] metingen[1]: moet een datum zijn, zoals 2020-06-01",
        "[plancoder.yaml regel 4] bestandsnamen: 'weg' kan hier niet; kies uit tonen, verbergen",
    )
    with pytest.raises(SettingsError, match="metingen: moeten oplopen"):
        load_settings(write(tmp_path, "metingen: [2020-06-01, 2020-06-01]\n"))


def test_a_named_file_must_be_there(tmp_path):
    with pytest.raises(SettingsError, match="kan niet worden gelezen"):
        load_settings(tmp_path / "plancoder.yaml")
