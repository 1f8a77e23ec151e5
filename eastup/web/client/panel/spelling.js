// How names may be written: readings in kana as Hepburn has them, and slips of the finger.

/** Hiragana in the order of Unicode, from small a; "-" stands for what changes its neighbour. */
const KANA = "a a i i u u e e o o ka ga ki gi ku gu ke ge ko go sa za shi ji su zu se ze so zo ta da chi ji - tsu zu te de to do na ni nu ne no ha ba pa hi bi pi fu bu pu he be pe ho bo po ma mi mu me mo -ya ya -yu yu -yo yo ra ri ru re ro wa wa i e o n vu".split(" ");
const FIRST = 0x3041, KATAKANA = 0x60;
/** What English names leave out or translate: base, airfield, airport, port, strait, channel. */
const KIND = /(?:kichi|hikojo|kuko|kaikyo|suido)$/;

/** The reading of a text that is written in kana, without marks for long vowels; empty where other letters are in it. @param {string} text */
export function reading(text) {
  const letters = [...text.normalize("NFKC").replace(/[\s\u30fb\u30fc]/g, "")].map((letter) => {
    const code = letter.charCodeAt(0);
    return KANA[(code > 0x30a0 ? code - KATAKANA : code) - FIRST] ?? "?";
  }).join("");
  if (!letters || letters.includes("?")) return "";
  const joined = letters.replace(/(sh|ch|j)i-y/g, "$1").replace(/i-y/g, "y").replace(/-([a-z])/g, "$1$1").replace(/cch/g, "tch");
  return joined.replace(/o[ou]/g, "o").replace(/uu/g, "u").replace(KIND, "");
}

/** How many letters must be changed, left out, put in or swapped so that a text begins a word. @param {string} text @param {string} word */
export function slips(text, word) {
  let before = [0], last = Array.from({ length: word.length + 1 }, (_, j) => j);
  for (let i = 1; i <= text.length; i++) {
    const row = [i];
    for (let j = 1; j <= word.length; j++) {
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + Number(text[i - 1] !== word[j - 1]));
      if (i > 1 && j > 1 && text[i - 1] === word[j - 2] && text[i - 2] === word[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    [before, last] = [last, row];
  }
  return Math.min(...last);
}
