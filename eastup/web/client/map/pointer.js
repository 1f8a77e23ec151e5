// The hand on the map: mouse, pen, fingers and keys, and what they do.

import { $ } from "../dom.js";
import { RAD, wrapped } from "../geodesy/ellipsoid.js";
import { camera, lonlatAt, planeAt } from "./camera.js";
import { dragTo, endDrag, isMoving, panBy, pinchTo, settle, startDrag, startTurn, wheelBy, zoomBy, turnNow, endTurn } from "./motion.js";

/** What the map does when it is asked: a click with all that it may mean, the pointer passing by, and keys. */
/** @typedef {{ click(left_px: number, top_px: number, coarse: boolean): void, hover(at: Pair | null): void, key(key: string): boolean, undo(): void }} Hands */

const CLICK_PX = 5, FINGER_PX = 12; // how far a click may wander
const CLICK_MS = 800, DOUBLE_MS = 320;
const TURN_FROM_DEG = 8; // two fingers that turn less only pinch
const ZOOM_STEP = 0.75, PAN_PX = 90, WHEEL_PX = 220;

/** @typedef {{ left: number, top: number }} Spot */

/** @param {Hands} hands */
export function startPointer(hands) {
  const map = $("map");
  /** @type {Map<number, Spot>} */
  const down = new Map();
  /** @type {{ start: Spot, point: Pair, time: number, moved: boolean, turning: boolean, up_deg: number } | null} */
  let hold = null;
  /** @type {{ point: Pair, angle: number, distance: number, scale: number, up_deg: number, turning: boolean } | null} */
  let pinch = null;
  let last = { time: -1e9, left: 0, top: 0 };

  /** @param {MouseEvent} event @returns {Spot} */
  const spotOf = (event) => {
    const box = map.getBoundingClientRect();
    return { left: event.clientX - box.left, top: event.clientY - box.top };
  };
  const fingers = () => {
    const [a, b] = [...down.values()];
    return { left: (a.left + b.left) / 2, top: (a.top + b.top) / 2, angle: Math.atan2(b.top - a.top, b.left - a.left) / RAD, distance: Math.max(Math.hypot(b.left - a.left, b.top - a.top), 1) };
  };

  map.addEventListener("pointerdown", (event) => {
    const spot = spotOf(event);
    settle();
    map.setPointerCapture(event.pointerId);
    down.set(event.pointerId, spot);
    if (down.size === 1) {
      const turning = event.button === 2 || (event.button === 0 && event.ctrlKey);
      hold = { start: spot, point: planeAt(spot.left, spot.top), time: event.timeStamp, moved: false, turning, up_deg: camera.up_deg };
    } else if (down.size === 2) {
      const { left, top, angle, distance } = fingers();
      if (hold && !hold.moved) startDrag();
      hold = null;
      pinch = { point: planeAt(left, top), angle, distance, scale: camera.scale, up_deg: camera.up_deg, turning: false };
    }
  });

  map.addEventListener("pointermove", (event) => {
    const spot = spotOf(event);
    if (!down.has(event.pointerId)) {
      hands.hover([spot.left, spot.top]);
      return;
    }
    down.set(event.pointerId, spot);
    if (pinch && down.size === 2) {
      const { left, top, angle, distance } = fingers(), by = wrapped((angle - pinch.angle) * RAD) / RAD;
      if (!pinch.turning && Math.abs(by) > TURN_FROM_DEG) {
        endDrag();
        startTurn(true);
        pinch.turning = true;
        pinch.angle += Math.sign(by) * TURN_FROM_DEG;
        pinch.scale = camera.scale * pinch.distance / distance;
      }
      const turn = pinch.turning ? wrapped((angle - pinch.angle) * RAD) / RAD : 0;
      pinchTo(pinch.point, left, top, pinch.scale * distance / pinch.distance, pinch.up_deg - turn);
    } else if (hold) {
      const far = Math.hypot(spot.left - hold.start.left, spot.top - hold.start.top) > (event.pointerType === "mouse" ? CLICK_PX : FINGER_PX);
      if (!hold.moved && far) {
        hold.moved = true;
        if (hold.turning) startTurn();
        else startDrag();
        map.classList.add("dragging");
      }
      if (hold.moved && hold.turning) turnNow(hold.up_deg + (spot.left - hold.start.left) / 3);
      else if (hold.moved) dragTo(hold.point, spot.left, spot.top);
    }
  });

  /** @param {PointerEvent} event */
  const lift = (event) => {
    if (!down.delete(event.pointerId)) return;
    map.classList.remove("dragging");
    if (pinch) {
      if (pinch.turning) endTurn(camera.up_deg);
      else endDrag();
      pinch = null;
      hold = null;
    } else if (hold) {
      const { moved, turning, time } = hold;
      hold = null;
      if (moved && turning) endTurn(camera.up_deg);
      else if (moved) endDrag();
      else if (event.type === "pointerup" && event.button === 0 && event.timeStamp - time < CLICK_MS) click(event);
    }
  };
  map.addEventListener("pointerup", lift);
  map.addEventListener("pointercancel", lift);
  map.addEventListener("pointerleave", () => hands.hover(null));
  map.addEventListener("contextmenu", (event) => event.preventDefault());

  /** @param {PointerEvent} event */
  function click(event) {
    const { left, top } = spotOf(event), coarse = event.pointerType === "touch";
    const double = event.timeStamp - last.time < DOUBLE_MS && Math.hypot(left - last.left, top - last.top) < 2 * FINGER_PX;
    last = double ? { time: -1e9, left, top } : { time: event.timeStamp, left, top };
    if (double) {
      hands.undo(); // what the first of the two clicks did
      zoomBy(event.shiftKey ? -1 : 1, left, top);
    } else hands.click(left, top, coarse);
  }

  document.addEventListener("keydown", () => { last = { time: -1e9, left: 0, top: 0 }; }, true); // clicks with a key between them are two

  map.addEventListener("wheel", (event) => {
    const { left, top } = spotOf(event), lines = event.deltaMode === 1 ? 20 : event.deltaMode === 2 ? 400 : 1;
    event.preventDefault();
    if (!isMoving() || !down.size) wheelBy(Math.max(-1, Math.min(1, -event.deltaY * lines / (event.ctrlKey ? 60 : WHEEL_PX))), left, top);
  }, { passive: false });

  map.addEventListener("keydown", (event) => {
    /** @type {Record<string, Pair>} */
    const steps = { ArrowLeft: [-PAN_PX, 0], ArrowRight: [PAN_PX, 0], ArrowUp: [0, -PAN_PX], ArrowDown: [0, PAN_PX] };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    settle();
    if (event.key in steps) panBy(...steps[event.key]);
    else if (event.key === "+" || event.key === "=") zoomBy(ZOOM_STEP);
    else if (event.key === "-") zoomBy(-ZOOM_STEP);
    else if (!hands.key(event.key)) return;
    event.preventDefault();
  });
}

/** The place under the pointer, or the middle of the map. @param {Pair | null} at @returns {LonLat} */
export function under(at) {
  return at ? lonlatAt(...at) : lonlatAt(camera.width / 2, camera.height / 2);
}
