/* On a link: a click copies its address and says so, to eyes and to ears; with a modifier key it stays the link it is. */
export default function copyLink(link) {
  const words = link.textContent;
  const voice = document.createElement("span");
  voice.className = "visually-hidden";
  voice.setAttribute("role", "status");
  link.after(voice);

  link.addEventListener("click", async (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    try {
      await navigator.clipboard.writeText(link.href);
    } catch {
      location.href = link.href;
      return;
    }
    voice.textContent = link.textContent = link.dataset.copied ?? words;
    setTimeout(() => {
      link.textContent = words;
      voice.textContent = "";
    }, 2000);
  });
}
