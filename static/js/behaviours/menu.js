/* A <details> menu that closes on Escape, on a click elsewhere and when the focus walks out of it. */
export default function menu(details) {
  const button = details.querySelector("summary");
  const close = () => {
    details.open = false;
  };

  details.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && details.open) {
      close();
      button.focus();
    }
  });
  details.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !details.contains(event.relatedTarget)) close();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!details.contains(event.target)) close();
  });
}
