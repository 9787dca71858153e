/** Two soft notes for whoever does not look at the screen. */

const NOTES_HZ = [660, 880];
const NOTE_S = 0.18;
const LOUDNESS = 0.15;

/** @type {AudioContext|null} */
let audio = null;

/** A browser without sound stays silent. */
export function chime() {
  if (typeof AudioContext === "undefined") return;
  audio = audio || new AudioContext();
  NOTES_HZ.forEach((pitch, index) => ring(/** @type {AudioContext} */ (audio), pitch, index * NOTE_S));
}

/**
 * @param {AudioContext} sound
 * @param {number} pitch Hz
 * @param {number} after s
 */
function ring(sound, pitch, after) {
  const begins = sound.currentTime + after;
  const tone = new OscillatorNode(sound, { frequency: pitch });
  const volume = new GainNode(sound, { gain: 0 });
  volume.gain.setValueAtTime(LOUDNESS, begins);
  volume.gain.exponentialRampToValueAtTime(0.001, begins + NOTE_S);
  tone.connect(volume).connect(sound.destination);
  tone.start(begins);
  tone.stop(begins + NOTE_S);
}
