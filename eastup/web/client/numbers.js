// Reads what eastup.web.payload writes.

/** Whole numbers from four planes of bytes, the least significant first, the sign in the lowest bit. @param {Uint8Array} bytes */
export function fromPlanes(bytes) {
  const count = bytes.length / 4, found = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const value = bytes[i] | (bytes[count + i] << 8) | (bytes[2 * count + i] << 16) | (bytes[3 * count + i] << 24);
    found[i] = (value >>> 1) ^ -(value & 1);
  }
  return found;
}

/** The sums of numbers up to each. @param {Int32Array} steps */
export function summed(steps) {
  for (let i = 1; i < steps.length; i++) steps[i] += steps[i - 1];
  return steps;
}

/** The head and the parts of a bundle. @param {Uint8Array} bytes @returns {{ head: any, parts: Record<string, Uint8Array> }} */
export function unbundled(bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  /** @type {Record<string, Uint8Array>} */
  const parts = {};
  let at = 4 + length;
  for (const [name, size] of head.parts) parts[name] = bytes.subarray(at, at += size);
  return { head, parts };
}
