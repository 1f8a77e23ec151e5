// Reads the text that eastup.web.polyline writes.

/** Whole numbers. @param {string} text */
export function decoded(text) {
  const found = new Int32Array(text.length);
  let count = 0, value = 0, shift = 0;
  for (let i = 0; i < text.length; i++) {
    const group = text.charCodeAt(i) - 63;
    value |= (group & 31) << shift;
    if (group >= 32) shift += 5;
    else {
      found[count++] = value & 1 ? ~(value >> 1) : value >> 1;
      value = shift = 0;
    }
  }
  return found.slice(0, count);
}

/** Points of whole numbers, as [x, y, x, y, ...]. @param {string} text */
export function decodedPoints(text) {
  const found = decoded(text);
  for (let i = 2; i < found.length; i++) found[i] += found[i - 2];
  return found;
}
