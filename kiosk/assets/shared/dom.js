/** Small hands for the document. Texts are always set as text. ES2019. */

/**
 * The element with this id.
 * @param {string} id
 * @returns {HTMLElement} throws when the page lacks it
 */
export function part(id) {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
}

/**
 * @param {string} tag
 * @param {{[name: string]: string}} [attributes]
 * @param {...(Node|string)} children
 * @returns {HTMLElement}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  Object.keys(attributes).forEach((name) => made.setAttribute(name, attributes[name]));
  made.append(...children);
  return made;
}

/**
 * Put this, and only this, into an element.
 * @param {Element} parent
 * @param {...(Node|string)} children
 */
export function fillWith(parent, ...children) {
  while (parent.firstChild) parent.removeChild(parent.firstChild);
  parent.append(...children);
}
