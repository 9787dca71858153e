/**
 * The code that a keyboard scanner meant. On a busy machine its keys may come apart, so that the burst lacks the first of
 * them; the field that took them all has the whole.
 * @param {string} burst
 * @param {string} written in the field for a dossier's code
 * @param {string} pattern of the centre's dossier codes
 * @returns {string}
 */
export function scannedCode(burst, written, pattern) {
  const fits = fitting(pattern);
  const whole = written.trim();
  return !fits(burst) && whole.endsWith(burst) && fits(whole) ? whole : burst;
}

/**
 * @param {string} pattern
 * @returns {(code: string) => boolean} always true where this browser cannot read the pattern: the server judges
 */
function fitting(pattern) {
  try {
    const whole = new RegExp(`^(?:${pattern})$`);
    return (code) => whole.test(code);
  } catch {
    return () => true;
  }
}
