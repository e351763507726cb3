/* `<p data-retry>`: the page of a lost database asks again every five seconds and comes back by itself. */
const PAUSE = 5000;

async function attempt(): Promise<void> {
  const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" }).catch(() => null);
  if (answer && answer.status < 500) location.reload();
  else setTimeout(() => void attempt(), PAUSE);
}

export function retry(): void {
  const promise = document.querySelector<HTMLElement>("[data-retry]");
  if (!promise) return;
  promise.hidden = false;
  setTimeout(() => void attempt(), PAUSE);
}
