/* On a page one was led to by the old address of a topic that is a part of this one. The number after the # was of a post
   of the old topic, and `was` says which that was: so the post is asked for by both. Without such a number one begins at
   the post that stood at the top there. */
export default function ledOn(topic, first) {
  const here = new URL(location.href);
  const named = here.hash.match(/^#post-(\d+)$/);
  here.searchParams.delete("was");
  if (named) {
    location.replace(`${here.pathname.replace(/\d+/, topic)}?post=${named[1]}`);
    return;
  }
  history.replaceState(history.state, "", here);
  location.replace(`#post-${first}`);
}
