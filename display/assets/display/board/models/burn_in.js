/** Where the picture stands: it wanders a few pixels a minute, so that no pixel of the screen shows the same for hours. */

export const SHIFT_EVERY_MS = 60000;

const STEPS = [[0, 0], [4, 0], [4, 4], [0, 4], [-4, 4], [-4, 0], [-4, -4], [0, -4], [4, -4]];

/**
 * Offset of the whole picture after so many steps.
 * @param {number} step
 * @returns {{x: number, y: number}} CSS pixels, at most 4 from the middle
 */
export function offset(step) {
  const [x, y] = STEPS[step % STEPS.length];
  return { x, y };
}
