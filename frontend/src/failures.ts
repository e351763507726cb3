/* What a person reads when a request made by the page fails: never silence, never a code. */
import { on } from "./dom";
import { show } from "./flash";

interface Answer { xhr: XMLHttpRequest; shouldSwap: boolean; isError: boolean }

const WORDS: Record<number, string> = {
  0: "La connexion a été interrompue. Ce que vous avez écrit est toujours à l'écran : réessayez dans un instant.",
  401: "Votre session est terminée. Ouvrez Croisée dans un autre onglet, connectez-vous, puis réessayez.",
  403: "Vous n'avez pas, ou plus, accès à cette action.",
  404: "Ce contenu n'existe plus, ou ne vous est plus ouvert.",
  413: "L'envoi est trop volumineux.",
  429: "Trop d'essais en peu de temps : attendez une minute.",
  503: "La base de données ne répond pas. Réessayez dans un instant.",
};
const OTHER = "L'action n'a pas pu être faite. Réessayez dans un instant.";

export function failures(): void {
  on<CustomEvent<Answer>>("htmx:beforeSwap", ({ detail }) => {
    // The server says where the reason of a refusal goes (the message area): show it there.
    if (detail.xhr.status >= 400 && detail.xhr.getResponseHeader("HX-Retarget")) detail.shouldSwap = true;
  });
  on<CustomEvent<Answer>>("htmx:responseError", ({ detail }) => {
    if (!detail.xhr.getResponseHeader("HX-Retarget")) show(WORDS[detail.xhr.status] ?? OTHER);
  });
  for (const lost of ["htmx:sendError", "htmx:timeout"]) {
    on<CustomEvent<{ requestConfig?: { headers?: Record<string, string> } }>>(lost, ({ detail }) => {
      // A section that refreshes itself is covered by the connection banner.
      if (!detail.requestConfig?.headers?.["X-Croisee-Refresh"]) show(WORDS[0] ?? OTHER);
    });
  }
}
