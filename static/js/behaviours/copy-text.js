/* On a button: copies the text of the element that data-copy names, and says so, to eyes and to ears. */
export default function copyText(button) {
  const words = button.textContent;
  const voice = document.createElement("span");
  voice.className = "visually-hidden";
  voice.setAttribute("role", "status");
  button.after(voice);
  button.hidden = false;

  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.textContent);
    } catch {
      // Not allowed here: the text is marked, and copied with the keys.
      getSelection().selectAllChildren(source);
      return;
    }
    voice.textContent = button.textContent = button.dataset.copied;
    setTimeout(() => {
      button.textContent = words;
      voice.textContent = "";
    }, 2000);
  });
}
