"""What a user of geopandas writes."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
from shapely.geometry import Point

import eastup
from eastup.distance.legs import legs as find_legs

straits = eastup.layers.load("straits")
view = eastup.View(up=90)
turned = eastup.View(up=eastup.View().up, projection="equal-area", center=(127.0, 26.0)).turned(135)
x, y = view.forward([127.0, 128.0], [26.0, 27.0])
print(float(x[0]) + 1.0, y.shape, view.crs.to_wkt())
table = eastup.distance.matrix("bases:host=JPN", straits, mode="sea", speed="20kn")
print(table["distance_km"].min(), table.head())
sites = gpd.GeoDataFrame({"name": ["A"]}, geometry=[Point(127, 26)], crs="EPSG:4326")
also = eastup.distance.matrix(sites, [(127.0, 26.0), "Kadena"], closed=["Taiwan Strait"], mode="sea")
frame = pd.DataFrame({"name": ["A"], "lon": [127.0], "lat": [26.0]})
eastup.distance.matrix(frame, "passages")
ranking = eastup.tyranny.rank("forward", straits, mode="sea", without=["Kadena Air Base"])
print(ranking.table["mean_km"], ranking.title)
ranking.write("a.csv")
near = eastup.tyranny.nearest(mode="air")
near.in_language("ko").in_unit("nmi")
reach = eastup.coverage.reach(hours=10, speed="20kn", mode="sea")
print(reach.geometry.area, reach.crs)
eastup.coverage.write_raster("a.tif", radius="500nmi", grid=eastup.coverage.geographic((120, 20, 140, 40), 0.5))
drawing = eastup.briefing.render("east-up", "out.pdf", lang="ja", up=135, theme="print", layers=["sites.csv"])
print(len(drawing.left_out))
eastup.web.write(view, "out.html", hubs="forward", lang="ko", layers={"sites": sites})
print(eastup.cite(table))
ax = eastup.axes(view, extent=(120, 20, 140, 40))
straits.to_crs(view.crs).plot(ax=ax)
lost = eastup.label(ax, straits, "name")
chart = eastup.folium.Map(view, location=(26.4, 127.8), zoom_start=5)
eastup.folium.layer(straits, "Straits").add_to(chart)
chart.save("map.html")
eastup.explore(straits, "width_km").save("straits.html")
eastup.to_file(straits, "straits.gpkg")
way = eastup.searoute.route("Sasebo", "Manila")
print(way)
claim = eastup.claims.check("Camp Humphreys", "Beijing", "612 mi")
print(claim.sentence("en"))
place = eastup.places.resolve("Kadena")
print(place.lon, place.name)
with eastup.project("eastup.toml"):
    pass
slide = eastup.charts.bars(ranking)
eastup.charts.save(slide, "bars.png")
legs = find_legs("San Diego", "Kadena", "2500nmi")
print(legs.table)
try:
    eastup.View(up=float("nan"))
except eastup.InputError as error:
    print(error.what, error.hint)
