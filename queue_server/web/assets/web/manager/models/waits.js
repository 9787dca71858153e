/** Waits over the day: the mean of each half hour, by the moment of the call. */

/** @typedef {{called_at: string|null, wait_seconds: number|null}} Turn */

export const SLOT_SECONDS = 1800;

/**
 * @param {Turn[]} turns
 * @returns {{at: number, minutes: number, count: number}[]} `at` in seconds since the epoch, in order
 */
export function waitsByHalfHour(turns) {
  /** @type {Map<number, number[]>} */
  const slots = new Map();
  for (const turn of turns) {
    if (turn.called_at === null || turn.wait_seconds === null) continue;
    const at = Math.floor(Date.parse(turn.called_at) / 1000 / SLOT_SECONDS) * SLOT_SECONDS;
    slots.set(at, [...(slots.get(at) || []), turn.wait_seconds]);
  }
  return [...slots]
    .sort(([one], [other]) => one - other)
    .map(([at, waits]) => ({
      at,
      minutes: waits.reduce((sum, wait) => sum + wait, 0) / waits.length / 60,
      count: waits.length,
    }));
}
