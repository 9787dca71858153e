/** Trying again, less and less often. */

const FIRST_MS = 500;
const MOST_MS = 5000;

/**
 * @param {number} ms
 * @returns {Promise<void>}
 */
export function pause(ms) {
  return new Promise((resume) => setTimeout(resume, ms));
}

/**
 * Do something over and over until it succeeds.
 * @template T
 * @param {() => Promise<T>} deed
 * @returns {Promise<T>}
 */
export async function keepTrying(deed) {
  for (let wait = FIRST_MS; ; wait = Math.min(wait * 2, MOST_MS)) {
    try {
      return await deed();
    } catch (fault) {
      console.info("not reached, trying again:", fault);
      await pause(wait);
    }
  }
}
