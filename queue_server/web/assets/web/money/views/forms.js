/**
 * @param {(written: {[field: string]: string}, form: HTMLFormElement) => unknown} take what was written, by the fields' names
 * @returns {(event: SubmitEvent) => void}
 */
export function asked(take) {
  return (event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.currentTarget);
    const written = Object.fromEntries([...new FormData(form)].map(([field, value]) => [field, String(value)]));
    take(written, form);
  };
}
