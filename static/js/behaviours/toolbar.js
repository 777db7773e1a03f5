/* Types Markdown around the selection, through the browser's own editing so that Undo works. */
import { typeInto } from "./typing.js";

export default function toolbar(bar) {
  const field = document.getElementById(bar.dataset.field);
  if (!field) return;
  field.before(bar);
  bar.hidden = false;

  const selected = () => field.value.slice(field.selectionStart, field.selectionEnd);

  const wrap = ({ before, after, sample, fence }) => {
    const start = field.selectionStart;
    if (fence && selected().includes("\n")) {
      const text = `${fence}\n${selected()}\n${fence}`;
      typeInto(field, text, start, start + text.length);
      return;
    }
    const words = selected() || sample;
    // A name is called where a word begins: a blank before it, unless there is one.
    const first = before === " @" && (start === 0 || /\s/.test(field.value[start - 1])) ? "@" : before;
    typeInto(field, first + words + after, start + first.length, start + first.length + words.length);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const prefix = (mark) => {
    const from = field.value.lastIndexOf("\n", field.selectionStart - 1) + 1;
    const to = field.selectionEnd;
    const text = field.value
      .slice(from, to)
      .split("\n")
      .map((line) => mark + line)
      .join("\n");
    field.setSelectionRange(from, to);
    typeInto(field, text, from + text.length, from + text.length);
  };

  const block = (text) => {
    const start = field.selectionStart;
    const before = field.value.slice(0, start);
    const gap = !before.trim() ? "" : before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    const first = start + gap.length + text.lastIndexOf("|  |  |") + 2;
    typeInto(field, `${gap}${text}\n`, first, first);
  };

  const note = (sample) => {
    const numbers = [...field.value.matchAll(/\[\^(\d+)\]/g)].map((found) => Number(found[1]));
    const mark = `[^${Math.max(0, ...numbers) + 1}]`;
    const end = field.selectionEnd;
    field.setSelectionRange(end, end);
    typeInto(field, mark, end + mark.length, end + mark.length);
    field.setSelectionRange(field.value.length, field.value.length);
    const line = `${field.value.endsWith("\n") ? "\n" : "\n\n"}${mark}: `;
    const start = field.value.length + line.length;
    typeInto(field, line + sample, start, start + sample.length);
  };

  const press = (button) => {
    const { line, block: text, note: sample, opens } = button.dataset;
    if (line) prefix(line);
    else if (text) block(text);
    else if (sample) note(sample);
    else if (opens) field.dispatchEvent(new CustomEvent("files:choose", { bubbles: true }));
    else wrap(button.dataset);
  };

  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) press(button);
  });

  field.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const button = bar.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!button) return;
    event.preventDefault();
    press(button);
  });

  // One stop for the Tab key, arrows within: what a toolbar promises to those who cannot see it.
  const buttons = [...bar.querySelectorAll("button")];
  buttons.forEach((button, place) => {
    button.tabIndex = place ? -1 : 0;
  });
  bar.addEventListener("keydown", (event) => {
    const forward = document.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = document.dir === "rtl" ? "ArrowRight" : "ArrowLeft";
    const here = buttons.indexOf(document.activeElement);
    const there = { [forward]: here + 1, [back]: here - 1, Home: 0, End: -1 }[event.key];
    if (there === undefined) return;
    const next = buttons.at(there % buttons.length);
    buttons.forEach((button) => {
      button.tabIndex = button === next ? 0 : -1;
    });
    next.focus();
    event.preventDefault();
  });
}
