/* The banner of a lost connection: shown after a moment, so that a passing cut disturbs nobody. */
import { on } from "./dom";

const PATIENCE = 3000;

export function connection(): void {
  const banner = document.getElementById("connection");
  if (!banner) return;
  const lost = new Set<string>();
  let timer: number | undefined;
  const refresh = () => {
    if (lost.size === 0) {
      clearTimeout(timer);
      timer = undefined;
      banner.hidden = true;
    } else timer ??= window.setTimeout(() => { banner.hidden = lost.size === 0; }, PATIENCE);
  };
  const lose = (what: string) => { lost.add(what); refresh(); };
  const find = (what: string) => { lost.delete(what); refresh(); };

  window.addEventListener("offline", () => lose("network"));
  window.addEventListener("online", () => find("network"));
  if (!navigator.onLine) lose("network");
  on("htmx:sseError", () => lose("live"));
  on("htmx:sseOpen", () => find("live"));
  on("htmx:sseClose", () => find("live"));
  // Leaving the page closes the stream, which is no loss.
  window.addEventListener("pagehide", () => { lost.clear(); refresh(); });
}
