/*
 * On the link "Quote" of a post: the words selected in it, or all of it, go into the reply box of the same page, below a
 * line that says whose they are. Where there is no box the link leads to the page for replying, which has the quote.
 */
import { typeAfter } from "./typing.js";

// A tap on the link takes the selection away before the click comes: the last one is remembered.
let last = null;
const remember = () => {
  const selection = getSelection();
  if (selection.rangeCount && !selection.isCollapsed) last = { text: selection.toString(), node: selection.anchorNode, at: Date.now() };
};
document.addEventListener("selectionchange", remember);

export default function quote(link) {
  const post = link.closest("article, .post, .opening");
  const words = post?.querySelector(".prose");
  const field = document.querySelector("#answer textarea[name=body]");
  if (!words || !field) return;

  link.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    remember(); // a key may be quicker than the news of the selection
    const chosen = last && Date.now() - last.at < 30_000 && words.contains(last.node) ? last.text.trim() : "";
    if (!chosen) return; // the server quotes the whole of it, with its Markdown
    event.preventDefault();
    const name = link.dataset.quoteWho.replace(/[[\]\\]/g, "\\$&");
    const lines = chosen.split(/\r?\n/).map((line) => `> ${line}`.trimEnd());
    field.scrollIntoView({ block: "center" });
    typeAfter(field, `> [${name}](${link.dataset.quoteUrl})\n>\n${lines.join("\n")}\n\n`);
    const to = field.form.querySelector("[name=reply_to]");
    if (to && !to.value) to.value = link.dataset.quoteNumber;
    last = null;
  });
}
