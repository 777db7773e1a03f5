/*
 * On the box of files of a form: files that are chosen, dropped or pasted are sent at once, one after the other, with
 * their progress. Without this they go with the form.
 */
import { typeInto } from "./typing.js";

export default function upload(box) {
  const form = box.closest("form");
  const field = document.getElementById(box.dataset.uploadField);
  const list = box.querySelector("[data-upload-list]");
  const input = box.querySelector("input[type=file]");
  const errors = box.querySelector("[data-upload-errors]");
  const voice = box.querySelector("[data-upload-voice]");
  const token = form?.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!field || !token || !box.dataset.uploadUrl) return;
  const { uploadSending: sending, uploadThere: there, uploadFailed: failed } = box.dataset;

  form.querySelector("[name=draft_attach]").hidden = true;
  list.querySelectorAll("[data-file]").forEach(bindItem);
  let queue = Promise.resolve();

  const take = (files, isForText) => {
    box.open = true;
    errors.replaceChildren();
    for (const file of files) queue = queue.then(() => send(file, isForText));
    input.value = "";
  };
  input.addEventListener("change", () => take([...input.files], false));
  field.addEventListener("files:choose", () => {
    box.open = true;
    input.click();
  });
  field.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length || event.clipboardData.getData("text/plain")) return; // Office puts a picture beside every text
    event.preventDefault();
    take(files, true);
  });
  for (const target of [field, box]) {
    target.addEventListener("dragover", (event) => {
      if (![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      target.classList.add("files-over");
    });
    target.addEventListener("dragleave", () => target.classList.remove("files-over"));
    target.addEventListener("drop", (event) => {
      target.classList.remove("files-over");
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      take([...event.dataTransfer.files], target === field);
    });
  }

  function send(file, isForText) {
    const row = document.createElement("li");
    const label = document.createElement("label");
    const bar = document.createElement("progress");
    bar.className = "files-going";
    bar.max = 100;
    label.append(`${sending} ${file.name} `, bar);
    row.append(label);
    list.append(row);
    voice.textContent = `${sending} ${file.name}`;
    const body = new FormData();
    body.append("file", file);
    body.append("key", box.dataset.uploadKey);
    return new Promise((done) => {
      const request = new XMLHttpRequest(); // fetch does not tell how far it is
      request.open("POST", box.dataset.uploadUrl);
      request.setRequestHeader("X-CSRFToken", token);
      request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) bar.value = (event.loaded / event.total) * 100;
      });
      request.addEventListener("loadend", () => {
        row.remove();
        if (request.status === 201) arrived(request.responseText, file, isForText);
        else complain(file, request.status === 422 ? request.responseText : failed);
        done();
      });
      request.send(body);
    });
  }

  function arrived(html, file, isForText) {
    list.insertAdjacentHTML("beforeend", html);
    const item = list.lastElementChild;
    bindItem(item);
    voice.textContent = `${there} ${file.name}`;
    if (isForText && item.querySelector("[data-file-insert]")) show(item);
    item.querySelector("input[type=text]")?.focus({ preventScroll: isForText });
  }

  function complain(file, words) {
    const line = document.createElement("p");
    line.className = "field-error";
    line.textContent = words.includes(file.name) ? words : `“${file.name}”: ${words}`;
    errors.append(line);
    voice.textContent = line.textContent;
  }

  function bindItem(item) {
    const button = item.querySelector("[data-file-insert]");
    if (!button) return;
    button.hidden = false;
    item.querySelector("[data-file-markup]").hidden = true;
    button.addEventListener("click", () => show(item));
    const alt = item.querySelector("input[type=text]");
    // The words for a picture that stands in the text already follow what is typed here.
    alt.addEventListener("input", () => {
      const shown = new RegExp(`!\\[[^\\]]*\\]\\(${item.dataset.file.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\)`);
      const found = shown.exec(field.value);
      if (!found) return;
      field.setRangeText(markup(item), found.index, found.index + found[0].length, "preserve");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  function markup(item) {
    const words = item.querySelector("input[type=text]").value.replace(/[[\]\\]/g, "\\$&");
    return `![${words}](${item.dataset.file})`;
  }

  function show(item) {
    // Where the line ends in which the caret stands: in its midst a picture would break a word, or what makes it bold.
    const end = field.value.indexOf("\n", field.selectionEnd);
    const start = end < 0 ? field.value.length : end;
    field.setSelectionRange(start, start);
    const before = field.value.slice(0, start);
    const gap = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    const text = `${gap}${markup(item)}\n\n`;
    typeInto(field, text, start + text.length, start + text.length);
  }
}
