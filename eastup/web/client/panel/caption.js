// What is shown, in words: the caption of the table, of the exported picture and of what is printed are all this.

import { hub } from "../analysis.js";
import { HUBS, STRAITS } from "../data.js";
import { speedText } from "../format.js";
import { speed_kn, state } from "../state.js";
import { named, say } from "../words.js";

/** The question: by which way, from where, and at what speed. @returns {string[]} */
export function whole() {
  return [say(state.mode === "sea" ? "bySea" : "caption", named(hub())), say("cruise", speedText(speed_kn()))];
}

/** What is different from how things are: hubs that are off, straits that are closed. @returns {string[]} */
export function conditions() {
  const off = HUBS.filter((each) => state.off.has(each.key)).map(named), closed = STRAITS.filter((each) => state.closed.has(each.id)).map(named);
  return [...(off.length ? [say("offList", off.join(", "))] : []), ...(closed.length ? [say("closedList", closed.join(", "))] : [])];
}
