/* Puts `text` in place of the selection of a field as if it were typed, so that Undo takes it back; then selects. */
export function typeInto(field, text, start, end) {
  field.focus();
  if (!document.execCommand("insertText", false, text)) {
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  field.setSelectionRange(start, end);
}

/* The same at the end of what stands there, with an empty line between. */
export function typeAfter(field, text) {
  const gap = !field.value.trim() ? "" : field.value.endsWith("\n\n") ? "" : field.value.endsWith("\n") ? "\n" : "\n\n";
  field.setSelectionRange(field.value.length, field.value.length);
  const end = field.value.length + gap.length + text.length;
  typeInto(field, gap + text, end, end);
}
