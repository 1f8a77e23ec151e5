// How often each gate was passed, by a table of `eastup transits`: of all its days together, or of one of them.

import { DATA } from "./data.js";
import { derived, state } from "./state.js";

/** The days that were counted. */
export const DAYS = DATA.passed ? DATA.passed.days : [];
export const HAS_PASSED = DAYS.length > 0;

/** @param {number[]} counts */
const sum = (counts) => counts.reduce((total, count) => total + count, 0);

const gates = Object.entries(DATA.passed ? DATA.passed.gates : {});
const most = { day: Math.max(1, ...gates.flatMap(([, counts]) => counts)), all: Math.max(1, ...gates.map(([, counts]) => sum(counts))) };

/** Passages of each gate on the day that is shown, or on all days. */
export const passed = derived(() => new Map(gates.map(([id, counts]) => [id, state.day ? counts[state.day - 1] : sum(counts)])));

/** The root of the share that a gate has of the most that any was passed, so that areas are as the numbers; of days the busiest of all, so that they compare. @param {string} id */
export function rootOfShare(id) {
  return Math.sqrt((passed().get(id) || 0) / (state.day ? most.day : most.all));
}

/** What is shown: a day, or from when to when. */
export const dayText = () => (state.day ? DAYS[state.day - 1] : DAYS.length > 1 ? `${DAYS[0]} – ${DAYS[DAYS.length - 1]}` : DAYS[0]);

/** The number of passages that is shown; one that leads through two gates counts at each. */
export const total = () => sum([...passed().values()]);
