// The map as it is shown as a picture of its own, with a title above it and its sources below.

import { contextOf, makeCanvas } from "../dom.js";
import { RAD } from "../geodesy/ellipsoid.js";
import { camera, northOnPage } from "../map/camera.js";
import { windowFrame } from "../map/frame.js";
import { paintLand } from "../map/land.js";
import { arrange, paintNames } from "../map/names.js";
import { paintShapes } from "../map/shapes.js";
import { state } from "../state.js";
import { SANS, SERIF, ink } from "../theme.js";
import { say, sideName } from "../words.js";
import { whole } from "./caption.js";

const HEAD_PX = 46, FOOT_PX = 40, EDGE_PX = 14;

/** Draw the map at some times the size of the screen. @param {number} [ratio] */
export function picture(ratio = 2) {
  const { width, height } = camera, frame = windowFrame(ratio), color = ink();
  const sheet = contextOf(makeCanvas(width * ratio, (height + HEAD_PX + FOOT_PX) * ratio)), map = contextOf(makeCanvas(width * ratio, height * ratio));
  paintLand(map, frame);
  paintShapes(map, frame);
  paintNames(map, frame, arrange(frame, new Map(), [[EDGE_PX, EDGE_PX, 78, 78]]));
  map.setTransform(ratio, 0, 0, ratio, 0, 0);
  paintNorth(map);
  sheet.scale(ratio, ratio);
  sheet.fillStyle = color.paper;
  sheet.fillRect(0, 0, width, height + HEAD_PX + FOOT_PX);
  sheet.drawImage(map.canvas, 0, HEAD_PX, width, height);
  sheet.textBaseline = "middle";
  sheet.fillStyle = color.ink;
  sheet.font = `600 22px ${SERIF}`;
  sheet.fillText(say("title", sideName(state.up_deg)), EDGE_PX, HEAD_PX / 2 + 1, width * 0.55);
  sheet.font = `13px ${SANS}`;
  sheet.textAlign = "right";
  sheet.fillText(whole().join(" "), width - EDGE_PX, HEAD_PX / 2 + 2, width * 0.4);
  sheet.textAlign = "left";
  sheet.font = `11px ${SANS}`;
  sheet.fillText(say("sources"), EDGE_PX, height + HEAD_PX + FOOT_PX / 2, width - 2 * EDGE_PX);
  return sheet.canvas;
}

/** A north arrow: on a map that is turned it is the first thing that a reader looks for. @param {CanvasRenderingContext2D} ctx */
function paintNorth(ctx) {
  const north = northOnPage() * RAD, color = ink();
  ctx.translate(46, 46);
  ctx.fillStyle = color.paper;
  ctx.globalAlpha = 0.9;
  ctx.beginPath();
  ctx.arc(0, 0, 32, 0, 2 * Math.PI);
  ctx.fill();
  ctx.globalAlpha = 1;
  ctx.rotate(north);
  ctx.fillStyle = color.gate;
  ctx.beginPath();
  ctx.moveTo(0, -17);
  ctx.lineTo(6, 8);
  ctx.lineTo(0, 4);
  ctx.lineTo(-6, 8);
  ctx.fill();
  ctx.translate(0, -24);
  ctx.rotate(-north);
  ctx.font = `600 12px ${SANS}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(say("letter.0"), 0, 0);
}
