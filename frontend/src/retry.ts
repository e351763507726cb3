/* `<p data-retry>`: the page of a lost database asks again every five seconds and comes back by itself. */
const PAUSE = 5000;

async function attempt(): Promise<void> {
  const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" }).catch(() => null);
  if (answer && answer.status < 500) location.reload();
  else setTimeout(() => void attempt(), PAUSE);
}

export function retry(): void {
  if (document.querySelector("[data-retry]")) setTimeout(() => void attempt(), PAUSE);
}
