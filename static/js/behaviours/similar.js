/* Below a title that is being typed: topics that may say it already. Without this they come with the preview. */
const WAIT = 500;
const SHORTEST = 8;

export default function similar(box) {
  const field = document.getElementById(box.dataset.similarField);
  if (!field) return;
  let timer;
  let asking;
  let asked = "";
  const ask = async () => {
    const title = field.value.trim();
    if (title === asked) return;
    asked = title;
    asking?.abort();
    asking = new AbortController();
    if (title.length < SHORTEST) {
      box.replaceChildren();
      return;
    }
    try {
      const answer = await fetch(`${box.dataset.similarUrl}?${new URLSearchParams({ title })}`, {
        headers: { "X-Requested-With": "XMLHttpRequest" },
        signal: asking.signal,
        redirect: "error",
      });
      const found = answer.ok ? await answer.text() : "";
      if (found.trim() !== box.innerHTML.trim()) box.innerHTML = found;
    } catch {
      // What stood there stays; nothing of the writing depends on it.
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  if (field.value.trim() && !box.childElementCount) ask();
}
