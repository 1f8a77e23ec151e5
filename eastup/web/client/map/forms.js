// The forms of marks: kinds are told apart by form as well as by colour. Each form has about the area of the circle.

/** Corners of a form of radius 1, right and down. @type {Record<Exclude<Form, "round">, Pair[]>} */
const CORNERS = {
  square: [[-0.89, -0.89], [0.89, -0.89], [0.89, 0.89], [-0.89, 0.89]],
  diamond: [[0, -1.25], [1.25, 0], [0, 1.25], [-1.25, 0]],
  triangle: [[0, -1.4], [1.3, 0.85], [-1.3, 0.85]],
};
/** How far the corners of a form may reach beyond the circle. */
export const FARTHEST = 1.55;

/** The outline of a form about the origin, as SVG writes paths. @param {Form} form @param {number} radius */
export function outline(form, radius) {
  if (form === "round") return `M${-radius} 0a${radius} ${radius} 0 1 1 ${2 * radius} 0a${radius} ${radius} 0 1 1 ${-2 * radius} 0Z`;
  return `${CORNERS[form].map(([right, down], i) => `${i ? "L" : "M"}${(right * radius).toFixed(2)} ${(down * radius).toFixed(2)}`).join("")}Z`;
}
