// The depth of the sea: one grey picture in the view's plane, which takes the colours of the theme.

const FADE_PX = 60; // over which the picture's edge fades into the flat colour of the sea

class Depth {
  /** @param {{bounds: number[], image: string, depths: number[], greys: number[]}} data @param {() => void} redraw */
  constructor(data, redraw) {
    this.data = data;
    /** @type {HTMLCanvasElement | null} */
    this.coloured = null;
    this.image = new Image();
    this.image.onload = () => {
      this.recolor();
      redraw();
    };
    this.image.src = data.image;
  }

  /** Colour the picture for the theme. */
  recolor() {
    const { width, height } = this.image;
    if (!width) return;
    const canvas = this.coloured ||= make("canvas", { width, height }), ink = canvas.getContext("2d", { willReadFrequently: true });
    ink.globalCompositeOperation = "copy";
    ink.drawImage(this.image, 0, 0);
    const pixels = ink.getImageData(0, 0, width, height), words = new Uint32Array(pixels.data.buffer), colours = this.colours();
    for (let y = 0, i = 0; y < height; y++) {
      const inY = Math.min(y, height - 1 - y);
      for (let x = 0; x < width; x++, i++) {
        const inside = Math.min(x, width - 1 - x, inY), colour = colours[words[i] & 255];
        words[i] = inside >= FADE_PX ? colour : (colour & 0xffffff) | (Math.round(255 * inside / FADE_PX) << 24);
      }
    }
    ink.putImageData(pixels, 0, 0);
  }

  /** The colour of each grey, as the bytes of a pixel: red first, opaque. */
  colours() {
    const { greys, depths } = this.data;
    return Uint32Array.from({ length: 256 }, (_, grey) => {
      const [r, g, b] = between(INK.deep, between(greys.map((g, i) => [g, [depths[i]]]), grey)[0]).map(Math.round);
      return (255 << 24) | (b << 16) | (g << 8) | r;
    });
  }

  /** Draw it on a canvas that is set to the plane. */
  draw(context) {
    if (!this.coloured || state.hidden.has("depth")) return;
    const [x0, y0, x1, y1] = this.data.bounds, canvas = this.coloured;
    context.save();
    context.imageSmoothingQuality = "high";
    context.translate(x0, y1);
    context.scale((x1 - x0) / canvas.width, -(y1 - y0) / canvas.height);
    context.drawImage(canvas, 0, 0);
    context.restore();
  }
}

/** Take a table of [number, [values]] and answer the values at a number, straight between its neighbours. */
function between(table, at_) {
  const rows = [...table].sort((a, b) => a[0] - b[0]);
  if (at_ <= rows[0][0]) return rows[0][1];
  for (let i = 1; i < rows.length; i++) {
    const [x0, low] = rows[i - 1], [x1, high] = rows[i];
    if (at_ <= x1) return low.map((value, k) => value + (high[k] - value) * (at_ - x0) / (x1 - x0));
  }
  return rows[rows.length - 1][1];
}
