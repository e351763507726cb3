/* Live sections: `hx-trigger="sse:<topic>"` inside an element with `sse-connect`.
 *
 * After a lost connection every section is pulled once (there is no replay). A change by a colleague waits
 * while someone writes inside the section, and says that it waits. */
import { ask } from "./confirm";
import { closest, fromTemplate, on } from "./dom";
import { show } from "./flash";
import htmx from "./htmx";

interface RequestDetail {
  elt: HTMLElement;
  headers: Record<string, string>;
  triggeringEvent?: Event;
  requestConfig?: { headers: Record<string, string>; triggeringEvent?: Event };
}

const waiting = new Set<HTMLElement>();
// Sections someone asked to see at once, whatever is being written there.
const wanted = new WeakSet<HTMLElement>();
const opened = new WeakSet<Element>();
// Sections whose refresh was lost on the way while the stream itself held.
const missed = new Set<HTMLElement>();
const SOON = 5000;

const isLive = (section: Element): boolean => /(^|[\s,])sse:/.test(section.getAttribute("hx-trigger") ?? "");

function isEditable(element: Element | null): boolean {
  return element instanceof HTMLElement &&
    (element.isContentEditable || element.matches("textarea, select, input:not([type=button], [type=submit], [type=hidden])"));
}

/** Someone writes here: the caret is in a field, or a form holds words that were not sent. */
export function isBusy(section: HTMLElement): boolean {
  const active = document.activeElement;
  return (isEditable(active) && section.contains(active)) ||
    section.querySelector("form[data-dirty]") !== null || section.querySelector("dialog[open]") !== null;
}

function postpone(section: HTMLElement): void {
  if (waiting.has(section)) return;
  waiting.add(section);
  const notice = fromTemplate("update-template");
  if (notice) section.prepend(notice);
}

export function pull(section: HTMLElement): void {
  const url = section.getAttribute("hx-get");
  if (!url || !section.isConnected) return;
  waiting.delete(section);
  section.querySelector(".update-waiting")?.remove();
  const target = section.getAttribute("hx-target") ? {} : { target: section };
  void htmx.ajax("get", url, {
    source: section,
    ...target,
    swap: section.getAttribute("hx-swap") ?? "outerHTML",
    headers: { "X-Croisee-Refresh": "1" },
  } as unknown as HTMLElement);
}

function flush(force = false): void {
  for (const section of [...waiting]) {
    if (!section.isConnected) waiting.delete(section);
    else if (force || !isBusy(section)) pull(section);
  }
}

function pullAll(root: Element): void {
  for (const section of root.querySelectorAll<HTMLElement>("[hx-trigger*='sse:']")) {
    if (isBusy(section)) postpone(section);
    else pull(section);
  }
}

function pullMissed(): void {
  const sections = [...missed];
  missed.clear();
  sections.forEach(pull);
}

function remember({ detail }: CustomEvent<RequestDetail & { xhr?: XMLHttpRequest }>): void {
  const isPassing = (detail.xhr?.status ?? 0) === 0 || (detail.xhr?.status ?? 0) >= 500;
  if (!isPassing || !isLive(detail.elt) || detail.requestConfig?.headers["X-Croisee-Refresh"] !== "1") return;
  missed.add(detail.elt);
  setTimeout(pullMissed, SOON);
}

const CHANGED = "Vos droits sur cette page ont changé. Rechargez-la pour continuer.";

/** What the reader may no longer read leaves the screen; the page asked again says why, and who can help. */
function closed({ detail }: CustomEvent<RequestDetail & { xhr?: XMLHttpRequest }>): void {
  const isRefused = detail.xhr?.status === 403 || detail.xhr?.status === 404;
  if (!isRefused || !isLive(detail.elt) || detail.requestConfig?.headers["X-Croisee-Refresh"] !== "1") return;
  detail.elt.replaceChildren();
  if (document.querySelector("form[data-dirty]")) show(CHANGED);
  else location.reload();
}

/** The position of the last event goes in the address, for the day the browser opens a new stream. */
function rememberPosition(event: CustomEvent<MessageEvent>): void {
  const stream = closest(event, "[sse-connect]");
  const position = event.detail?.lastEventId;
  if (!stream || !position) return;
  const url = new URL(stream.getAttribute("sse-connect") ?? "", location.href);
  url.searchParams.set("since", position);
  stream.setAttribute("sse-connect", url.pathname + url.search);
}

export function live(): void {
  on<CustomEvent<RequestDetail>>("htmx:configRequest", ({ detail }) => {
    if (detail.triggeringEvent?.type.startsWith("sse:")) detail.headers["X-Croisee-Refresh"] = "1";
  });
  on<CustomEvent<RequestDetail>>("htmx:beforeRequest", (event) => {
    const { elt, requestConfig } = event.detail;
    const fromStream = requestConfig?.headers["X-Croisee-Refresh"] === "1";
    if (fromStream && isLive(elt) && requestConfig?.triggeringEvent && isBusy(elt)) {
      event.preventDefault();
      postpone(elt);
    }
  });
  // Someone may have begun to write while the fragment was on its way.
  on<CustomEvent<{ target: HTMLElement; requestConfig: RequestDetail; shouldSwap: boolean }>>("htmx:beforeSwap", ({ detail }) => {
    const section = detail.requestConfig.elt;
    if (detail.requestConfig.headers["X-Croisee-Refresh"] === "1" && isLive(section) && isBusy(section) && !wanted.has(section)) {
      detail.shouldSwap = false;
      postpone(section);
    }
  });
  on("click", (event) => {
    const button = closest(event, "[data-update-now]");
    const section = button?.closest<HTMLElement>("[hx-get]");
    if (!button || !section) return;
    const swap = () => { wanted.add(section); pull(section); };
    if (section.querySelector("form[data-dirty]")) ask(button, swap);
    else swap();
  });
  for (const lost of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) on(lost, remember);
  on("htmx:responseError", closed);
  window.addEventListener("online", pullMissed);
  on("focusout", () => setTimeout(flush, 200));
  on("croisee:clean", () => flush());
  on<CustomEvent<{ type: string }>>("htmx:sseClose", ({ detail }) => {
    if (detail.type === "message") show(CHANGED);
  });
  on("htmx:sseMessage", rememberPosition);
  on<CustomEvent>("htmx:sseOpen", (event) => {
    const stream = event.target;
    if (!(stream instanceof Element)) return;
    if (opened.has(stream)) pullAll(stream);
    opened.add(stream);
  });
}
