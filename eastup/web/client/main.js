// Puts the page together.

import { hub, judge, legs, measured } from "./analysis.js";
import { fromAddress } from "./address.js";
import { startEmbedding } from "./embed.js";
import { DATA, HUBS, OWN, POINTS, TARGETS, feature } from "./data.js";
import { geodesic, geodesicEnd } from "./geodesy/geodesic.js";
import { mgrs } from "./geodesy/mgrs.js";
import { link, redo, reset, undo } from "./history.js";
import { PLANE, camera, center, lonlatAt, scaleOf, screenOf, zoomOf } from "./map/camera.js";
import { startDial } from "./map/dial.js";
import { contours } from "./map/contour.js";
import { windowFrame } from "./map/frame.js";
import { featuresAt } from "./map/hit.js";
import { labels } from "./map/labels.js";
import { measured_m, startMap } from "./map/map.js";
import { panBy, startMoving, turnTo, zoomBy } from "./map/motion.js";
import { nameBoxes } from "./map/names.js";
import { paint, startPainting } from "./map/painter.js";
import { areas } from "./map/reach.js";
import { ringLine } from "./map/rings.js";
import { shipAt, startSailing } from "./map/sail.js";
import { scaleBar, startScale } from "./map/scale.js";
import { shapes } from "./map/shapes.js";
import { startAnswer } from "./panel/answer.js";
import { startCard } from "./panel/card.js";
import { factList } from "./panel/facts.js";
import { startCase } from "./panel/case.js";
import { startControls } from "./panel/controls.js";
import { csv } from "./panel/csv.js";
import { startDays } from "./panel/days.js";
import { startExports } from "./panel/exports.js";
import { search } from "./panel/find.js";
import { drawing } from "./panel/drawing.js";
import { SLIDE, picture } from "./panel/picture.js";
import { savedPage } from "./own/kept.js";
import { startOwn } from "./panel/own.js";
import { startSearch } from "./panel/search.js";
import { startStory } from "./panel/story.js";
import { startSwitches } from "./panel/switches.js";
import { startTable } from "./panel/table.js";
import { startTabs } from "./panel/tabs.js";
import { startWay } from "./panel/way.js";
import * as sea from "./sea/sea.js";
import { INITIAL, state, update } from "./state.js";
import { LARGER } from "./theme.js";

const AHEAD_MS = 500;

document.documentElement.style.setProperty("--larger", String(LARGER));
update(fromAddress());
startPainting();
startTabs();
startControls();
startDays();
startAnswer();
startTable();
startWay();
startCase();
startSwitches();
startMap();
startScale();
startDial();
startMoving();
startSailing();
startCard();
startSearch();
startExports();
startOwn();
startStory();
startEmbedding();
paint();
performance.mark("ready");
document.body.dataset.ready = "yes";
setTimeout(() => sea.searchAhead(hub()), AHEAD_MS);

// For those who want to go on from the browser's console.
Object.assign(window.eastup, {
  state, update, data: DATA, hubs: HUBS, targets: TARGETS, points: POINTS, own: OWN, initial: INITIAL, feature, projection: PLANE, camera, center, screenOf, lonlatAt, zoomOf, scaleOf,
  geodesic, geodesicEnd, mgrs, turnTo, panBy, zoomBy, featuresAt, shapes, labels, search, judge, measured, legs, measured_m, shipAt, csv, picture, drawing, slide: SLIDE, ringLine, factList, savedPage, link, undo, redo, reset, paint,
  scaleBar, nameBoxes: () => nameBoxes(windowFrame(1)), areas, contours, length_m: sea.length_m, route: sea.route, isSearching: sea.isSearching,
});
