/*
 * On a fieldset with a field named "find" and a button named "look": people are looked up while a name is typed. The
 * server is sent the form as the button sends it and answers with the page; only the fieldset of it is taken. What is
 * chosen stays chosen, and the place in the field too. Without this, the button looks.
 */
const WAIT = 250;

export default function lookUp(group) {
  const form = group.querySelector("input[name=find]")?.form;
  if (!form) return;

  let timer;
  let asked;
  const look = async () => {
    asked?.abort();
    asked = new AbortController();
    const data = new FormData(form);
    data.delete("draft_files"); // they are sent on their own
    data.set("look", "1");
    try {
      const answer = await fetch(form.getAttribute("action") || location.href, { method: "POST", body: data, signal: asked.signal, redirect: "error" });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.getElementById(group.id);
      if (found) show(found);
    } catch {
      // Typed on, or no connection: the button looks.
    }
  };

  const show = (found) => {
    const list = found.querySelector("[data-look-up=list]");
    const said = found.querySelector("[data-look-up=said]");
    const checked = new Set([...group.querySelectorAll("input[type=checkbox]:checked")].map((box) => box.value));
    group.querySelector("[data-look-up=list]").replaceChildren(...list.children);
    group.querySelector("[data-look-up=said]").replaceChildren(...said.childNodes);
    for (const box of group.querySelectorAll("input[type=checkbox]")) if (checked.has(box.value)) box.checked = true;
  };

  group.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (event.target.name === "find") timer = setTimeout(look, WAIT);
  });
}
