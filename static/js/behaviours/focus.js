/* Takes a keyboard and a screen reader to what the page wants read first: the errors of a form that came back. */
export default function focus(element) {
  element.focus({ preventScroll: false });
}
