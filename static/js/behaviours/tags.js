/*
 * On a field of tags with commas between: its datalist offers what the line could become with a known tag at its end.
 */
const WAIT = 200;

export default function tags(field) {
  const list = document.getElementById(field.getAttribute("list"));
  if (!list) return;
  let timer;
  const offer = async () => {
    const parts = field.value.split(",");
    const begun = parts.pop().trim();
    if (!begun) return;
    try {
      const answer = await fetch(`${list.dataset.url}?q=${encodeURIComponent(begun)}`);
      const { tags: found } = await answer.json();
      const before = parts.map((part) => part.trim()).filter(Boolean);
      list.replaceChildren(
        ...found.filter((name) => !before.includes(name)).map((name) => new Option("", [...before, name].join(", "))),
      );
    } catch {
      // The word is typed to its end.
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(offer, WAIT);
  });
}
