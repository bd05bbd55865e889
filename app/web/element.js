// Making elements. Whatever comes from a model or a patient becomes text, never markup.

/**
 * An element. Children are elements or texts; null and false are left out.
 * @param {string} tag
 * @param {Record<string, string|number|boolean|null>} attributes those that are null or false are left out
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== null && child !== false));
  return made;
}

/** The element of the page with an id. */
export const byId = (id) => document.getElementById(id);

/** Set an element's text, if it is another one. */
export function setText(target, text) {
  if (target.textContent !== text) target.textContent = text;
}
