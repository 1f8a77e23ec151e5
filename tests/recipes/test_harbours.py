"""The recipe of the ports that are named where a place has no way."""

import io
import zipfile

import pandas as pd

from geo.recipes.sea import harbours

PORTS = pd.DataFrame(
    [
        ("at sea", 140.0, 20.0),
        ("in the ocean across 180", 181.0, 5.0),
        ("Kobe's quay", 135.19, 34.68),
        ("Kyoto, 40 km inland", 135.76, 35.02),
    ],
    columns=["name", "lon", "lat"],
)


def test_ports_on_the_sea_or_its_shore_are_kept():
    kept = PORTS["name"][harbours.within(PORTS, harbours.ASHORE_DEG)].tolist()
    assert kept == ["at sea", "in the ocean across 180", "Kobe's quay"]


def test_a_port_up_a_river_is_known_by_its_berth():
    up_rivers = pd.DataFrame([(121.5, 31.2333), (106.68, 20.915), (120.0, 31.2333)], columns=["lon", "lat"])
    assert harbours.has_way(up_rivers).tolist() == [True, True, False]  # Shanghai, Haiphong, and a place far off


def test_the_index_is_read_from_its_wheel_in_our_frame(tmp_path):
    table = pd.DataFrame(
        {
            "provider": ["NGA_WPI", "OTHER"], "provider_id": ["57670", "1"], "canonical_name": [" Apia ", "x"],
            "country_code": ["WS", "XX"], "longitude": [-171.75, 0.0], "latitude": [-13.83333, 0.0],
        }
    )  # fmt: skip
    buffer = io.BytesIO()
    table.to_parquet(buffer)
    with zipfile.ZipFile(tmp_path / "harborly-1.1.4.whl", "w") as wheel:
        wheel.writestr("harborly/data/port_registry.parquet", buffer.getvalue())
    found = harbours.index_of(tmp_path / "harborly-1.1.4.whl")
    assert found.to_dict("records") == [{"wpi": 57670, "name": "Apia", "country": "WS", "lon": 188.25, "lat": -13.8333}]
