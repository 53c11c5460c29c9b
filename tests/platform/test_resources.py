"""Amounts of resources in the forms that the KFP SDK takes: the same amount, or an error."""

from __future__ import annotations

import pytest

from kale.pipeline import StepOptions
from kale.platform.resources import Resources, check_resources, resources_of


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2", "2"),
        ("500m", "500m"),
        ("0.5", "0.5"),
        (".5", ".5"),
        ("2.", "2000m"),
        ("+1", "1000m"),
        ("2e1", "20000m"),
        ("1k", "1000000m"),
    ],
)
def test_cpu(written: str, told: str) -> None:
    options = StepOptions(limits={"cpu": written}, requests={"cpu": written})
    assert resources_of(options) == Resources(cpu_limit=told, cpu_request=told)
    assert list(check_resources("s", options)) == []


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("4Gi", "4Gi"),
        ("512M", "512M"),
        ("1024", "1024"),
        ("2E", "2E"),
        ("0.5Gi", "536870912"),
        ("1.5k", "1500"),
        ("2e3", "2000"),
        ("1000m", "1"),
        ("+1Mi", "1048576"),
    ],
)
def test_memory(written: str, told: str) -> None:
    options = StepOptions(limits={"memory": written})
    assert resources_of(options) == Resources(memory_limit=told)
    assert list(check_resources("s", options)) == []


def test_accelerator() -> None:
    options = StepOptions(limits={"nvidia.com/gpu": "2"}, requests={"nvidia.com/gpu": "2"})
    assert resources_of(options) == Resources(accelerator_type="nvidia.com/gpu", accelerator_limit="2")
    assert list(check_resources("s", options)) == []


@pytest.mark.parametrize(
    ("limits", "requests", "codes"),
    [
        ({"ephemeral-storage": "1Gi"}, {}, ["K320"]),
        ({}, {"hugepages-2Mi": "4Mi"}, ["K320"]),
        ({"gpu": "1"}, {}, ["K320"]),
        ({}, {"nvidia.com/gpu": "1"}, ["K320"]),
        ({"nvidia.com/gpu": "2"}, {"nvidia.com/gpu": "1"}, ["K320"]),
        ({"memory": "500m"}, {}, ["K321"]),
        ({"nvidia.com/gpu": "0.5"}, {}, ["K321"]),
        ({"cpu": "1e-7"}, {}, ["K321"]),
        ({"cpu": "1"}, {"cpu": "1001m"}, ["K322"]),
        ({"memory": "1Gi"}, {"memory": "1.1G"}, ["K322"]),
        ({"nvidia.com/gpu": "1", "amd.com/gpu": "1"}, {}, ["K323"]),
    ],
)
def test_what_cannot_be_had(limits: dict[str, str], requests: dict[str, str], codes: list[str]) -> None:
    found = list(check_resources("train", StepOptions(limits=limits, requests=requests)))
    assert [diagnostic.code for diagnostic in found] == codes
    assert all("'train'" in diagnostic.message for diagnostic in found)


def test_equal_amounts_in_other_words_are_equal() -> None:
    options = StepOptions(limits={"cpu": "1", "memory": "1Ki"}, requests={"cpu": "1000m", "memory": "1024"})
    assert list(check_resources("s", options)) == []


def test_a_step_takes_back_the_accelerator_of_all_steps() -> None:
    defaults = StepOptions(limits={"nvidia.com/gpu": "1"})
    without = StepOptions(limits={"nvidia.com/gpu": "0"}).over(defaults)
    other = StepOptions(limits={"nvidia.com/gpu": "0", "amd.com/gpu": "2"}).over(defaults)
    assert resources_of(without) == Resources()
    assert resources_of(other) == Resources(accelerator_type="amd.com/gpu", accelerator_limit="2")
    assert [*check_resources("s", without), *check_resources("s", other)] == []
