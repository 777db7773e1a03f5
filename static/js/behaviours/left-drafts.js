/*
 * Copies of drafts that earlier pages left in this browser, because the portal did not answer: sent as soon as a page of the
 * same person opens. One that meets a newer text stays until its own form is opened, which shows both.
 * On an element with data-draft-url, -owner and -by: where something arrived, the page is loaded anew to show it.
 */
const KEEP_DAYS = 60;

export async function sendLeft({ url, owner, by, token, except }) {
  let arrived = 0;
  for (const store of storesOf(owner)) {
    if (store === except) continue;
    const { fields, version, at } = parsed(store);
    if (!fields || Date.now() - at > KEEP_DAYS * 86_400_000) {
      localStorage.removeItem(store);
      continue;
    }
    const about = { draft_key: store.slice(`draft:${owner}:`.length), draft_version: version, draft_by: by };
    const body = new URLSearchParams(about);
    for (const [name, values] of Object.entries(fields)) [values].flat().forEach((value) => body.append(name, value));
    try {
      const headers = { "X-CSRFToken": token(), "X-Requested-With": "XMLHttpRequest" };
      const answer = await fetch(url, { method: "POST", headers, body, redirect: "error" });
      const told = await answer.json();
      const isOver = answer.status === 409 && !told.text; // it was sent after all
      if (answer.ok || isOver) localStorage.removeItem(store);
      arrived += answer.ok;
    } catch {
      return arrived; // still no connection
    }
  }
  return arrived;
}

export default async function leftDrafts(element) {
  const { draftUrl: url, draftOwner: owner, draftBy: by } = element.dataset;
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  if (await sendLeft({ url, owner, by, token })) location.reload();
}

function storesOf(owner) {
  try {
    return Object.keys(localStorage).filter((store) => store.startsWith(`draft:${owner}:`));
  } catch {
    return [];
  }
}

function parsed(store) {
  try {
    return JSON.parse(localStorage.getItem(store)) ?? {};
  } catch {
    return {};
  }
}
