/* Small helpers shared by the behaviours. */

export function on<T extends Event>(type: string, listener: (event: T) => void, capture = false): void {
  document.addEventListener(type, listener as EventListener, capture);
}

/** The element of an event (or its ancestor) that matches, typed. */
export function closest<T extends Element = HTMLElement>(event: Event, selector: string): T | null {
  return event.target instanceof Element ? event.target.closest<T>(selector) : null;
}

/** A copy of what a `<template>` of the page holds: the words stay in the templates. */
export function fromTemplate(id: string): HTMLElement | null {
  const template = document.getElementById(id);
  const first = template instanceof HTMLTemplateElement ? template.content.firstElementChild : null;
  return first ? (first.cloneNode(true) as HTMLElement) : null;
}

export function csrfToken(): string {
  try {
    const headers = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}") as Record<string, string>;
    return headers["X-CSRFToken"] ?? "";
  } catch {
    return "";
  }
}

/** 14 h 32 */
export function frenchHour(date: Date): string {
  return `${date.getHours()}\u00a0h\u00a0${String(date.getMinutes()).padStart(2, "0")}`;
}
