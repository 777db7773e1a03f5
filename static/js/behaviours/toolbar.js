/* Types Markdown around the selection, through the browser's own editing so that Undo works. */
export default function toolbar(bar) {
  const field = document.getElementById(bar.dataset.field);
  if (!field) return;
  field.before(bar);
  bar.hidden = false;

  const type = (text, start, end) => {
    field.focus();
    if (!document.execCommand("insertText", false, text)) {
      field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    field.setSelectionRange(start, end);
  };

  const wrap = ({ before, after, sample }) => {
    const { selectionStart: start, selectionEnd: end, value } = field;
    const words = value.slice(start, end) || sample;
    type(before + words + after, start + before.length, start + before.length + words.length);
  };

  const prefix = (mark) => {
    const from = field.value.lastIndexOf("\n", field.selectionStart - 1) + 1;
    const to = field.selectionEnd;
    const lines = field.value.slice(from, to).split("\n");
    const text = lines.map((line) => mark + line).join("\n");
    field.setSelectionRange(from, to);
    type(text, from + text.length, from + text.length);
  };

  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.line) prefix(button.dataset.line);
    else wrap(button.dataset);
  });

  // One stop for the Tab key, arrows within: what a toolbar promises to those who cannot see it.
  const buttons = [...bar.querySelectorAll("button")];
  buttons.forEach((button, place) => {
    button.tabIndex = place ? -1 : 0;
  });
  bar.addEventListener("keydown", (event) => {
    const forward = document.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = document.dir === "rtl" ? "ArrowRight" : "ArrowLeft";
    const step = { [forward]: 1, [back]: -1 }[event.key];
    if (!step) return;
    const next = buttons.at((buttons.indexOf(document.activeElement) + step) % buttons.length);
    buttons.forEach((button) => {
      button.tabIndex = button === next ? 0 : -1;
    });
    next.focus();
    event.preventDefault();
  });
}
