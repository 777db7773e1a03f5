/*
 * Shows what others will see while one writes: the server renders it, so that it is exactly that.
 * On the field: data-preview-url, and data-preview="ID of the box". The form's own Preview button (name="preview") serves
 * where this does not run; here it is no longer needed.
 */
const WAIT = 350;

export default function preview(field) {
  const box = document.getElementById(field.dataset.preview);
  const token = field.form?.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!box || !token) return;

  const button = field.form.querySelector("[name=preview]");
  if (button) button.hidden = true;

  let timer;
  let asked;
  const show = async () => {
    asked?.abort();
    asked = new AbortController();
    if (!field.value.trim()) {
      box.replaceChildren();
      return;
    }
    try {
      const answer = await fetch(field.dataset.previewUrl, {
        method: "POST",
        headers: { "X-CSRFToken": token, "X-Requested-With": "XMLHttpRequest" },
        body: new URLSearchParams({ [field.name]: field.value, board: field.form.elements.board?.value ?? "" }),
        signal: asked.signal,
        redirect: "error", // a sign-in page is not a preview
      });
      if (answer.ok) box.innerHTML = await answer.text();
    } catch {
      // The last preview stays; writing goes on.
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, WAIT);
  });
  show();
}
