// Text of a file as offices save them: UTF-8 and UTF-16, and what Windows calls 932 in Japan and 949 in Korea.

/** The text of a file's bytes. @param {Uint8Array} bytes @returns {string} */
export function textOf(bytes) {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  const utf8 = decoded(bytes, "utf-8");
  if (utf8 !== null) return utf8;
  const readings = ["shift_jis", "euc-kr"].flatMap((encoding) => decoded(bytes, encoding) ?? []);
  if (!readings.length) return new TextDecoder("windows-1252").decode(bytes);
  return readings.reduce((best, text) => (likely(text) > likely(best) ? text : best));
}

/** @param {Uint8Array} bytes @param {string} encoding */
function decoded(bytes, encoding) {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** How like Japanese or Korean a text reads: kana and Hangul count, and half-wide kana tell of the other language. @param {string} text */
function likely(text) {
  const count = (/** @type {RegExp} */ kind) => (text.match(kind) || []).length;
  return count(/[\u3040-\u30ff\uac00-\ud7a3]/g) + 0.5 * count(/[\u4e00-\u9fff]/g) - 2 * count(/[\uff61-\uff9f\ue000-\uf8ff]/g);
}
