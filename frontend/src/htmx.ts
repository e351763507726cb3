/* HTMX and its extensions, bundled. The morph extension is ours: the packaged one evaluates strings. */
import htmx from "htmx.org";
import "htmx-ext-sse";
import { Idiomorph } from "idiomorph";

type Extension = Parameters<typeof htmx.defineExtension>[1];

htmx.defineExtension("morph", {
  isInlineSwap: (style: string) => style === "morph" || style === "morph:outerHTML",
  handleSwap: (style: string, target: Node, fragment: Node) => {
    if (!style.startsWith("morph")) return false;
    const morphStyle = style === "morph:innerHTML" ? "innerHTML" : "outerHTML";
    const morphed = Idiomorph.morph(target as Element, (fragment as DocumentFragment).children, { morphStyle });
    return morphed as unknown as boolean;
  },
} as unknown as Extension);

export default htmx;
