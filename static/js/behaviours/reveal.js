/*
 * On a group of radio buttons: what carries data-for="name:value …" in the same form is shown when one of these is chosen.
 * The server shows what fits the choice it knows; a button in <noscript> asks it again.
 */
export default function reveal(group) {
  const form = group.closest("form");
  const parts = form.querySelectorAll("[data-for]");
  const show = () => {
    const chosen = [...form.querySelectorAll("input[type=radio]:checked")].map(
      (input) => `${input.name}:${input.value}`,
    );
    for (const part of parts) part.hidden = !part.dataset.for.trim().split(/\s+/).some((word) => chosen.includes(word));
  };
  form.addEventListener("change", show);
  show();
}
