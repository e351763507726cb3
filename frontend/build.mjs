/* Builds the three files the pages load: one script, one stylesheet, one icon sprite. */
import * as esbuild from "esbuild";
import * as sass from "sass";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, watch, writeFileSync } from "node:fs";
import { dirname, join, parse } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, "croisee/foundation/ui/static/ui/dist");
const bootstrapIcons = join(root, "node_modules/bootstrap-icons/icons");
const ownIcons = join(root, "frontend/icons");

function* files(folder, endings) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!["static", "node_modules", "__pycache__", "migrations"].includes(entry.name)) yield* files(path, endings);
    } else if (endings.some((ending) => entry.name.endsWith(ending))) yield path;
  }
}

/* The name carries the content, so that browsers may keep a file for ever; templates find it by the manifest. */
const manifest = {};
function put(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 8).toUpperCase();
  const { name: stem, ext } = parse(name);
  manifest[name] = `ui/dist/${stem}-${hash}${ext}`;
  const target = join(dist, `${stem}-${hash}${ext}`);
  if (!existsSync(target)) writeFileSync(target, content);
  return `${name} ${Math.ceil(content.length / 1024)} kB`;
}

/* An icon is used when its quoted name stands on a line that speaks of icons, or has a hyphen: templates pass
   names through variables, so looking for the tag alone would miss half of them. */
function usedIcons() {
  const names = new Set();
  const sources = [...files(join(root, "croisee"), [".html", ".py"]), ...files(join(root, "frontend/src"), [".ts"])];
  for (const source of sources) {
    for (const line of readFileSync(source, "utf8").split("\n")) {
      const speaks = /icon|chip|empty|notice|card|Module|Link/i.test(line);
      for (const [, name] of line.matchAll(/["'#]([a-z0-9]+(?:-[a-z0-9]+)*)["']/g)) {
        if (speaks || name.includes("-")) names.add(name);
      }
    }
  }
  const known = readFileSync(join(root, "frontend/icons.txt"), "utf8").split(/\s+/).filter(Boolean);
  return [...new Set([...known, ...names])].sort();
}

function sprite() {
  const symbols = [];
  for (const name of usedIcons()) {
    const path = [join(ownIcons, `${name}.svg`), join(bootstrapIcons, `${name}.svg`)].find(existsSync);
    if (!path) continue;
    const [, attributes, body] = readFileSync(path, "utf8").match(/<svg([^>]*)>([\s\S]*)<\/svg>/);
    const viewBox = attributes.match(/viewBox="([^"]+)"/)[1];
    symbols.push(`<symbol id="${name}" viewBox="${viewBox}" fill="currentColor">${body.replace(/\s*\n\s*/g, "")}</symbol>`);
  }
  return put("icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("\n")}</svg>\n`);
}

function stylesheet() {
  const { css } = sass.compile(join(root, "frontend/styles/croisee.scss"), {
    loadPaths: [join(root, "node_modules")],
    quietDeps: true,
    // Bootstrap 5.3 still uses @import and the old colour functions.
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
  });
  const { code } = esbuild.transformSync(css, { loader: "css", minify: true, target: ["chrome109", "firefox115", "safari16"] });
  return put("croisee.css", code);
}

function script() {
  const { outputFiles } = esbuild.buildSync({
    entryPoints: [join(root, "frontend/src/main.ts")],
    write: false,
    bundle: true,
    minify: true,
    legalComments: "none",
    format: "iife",
    target: ["chrome109", "firefox115", "safari16"],
  });
  return put("croisee.js", outputFiles[0].text);
}

function prune() {
  const wanted = new Set(["manifest.json", ...Object.values(manifest).map((path) => path.split("/").pop())]);
  for (const name of readdirSync(dist)) if (!wanted.has(name)) rmSync(join(dist, name));
}

function build() {
  const started = performance.now();
  mkdirSync(dist, { recursive: true });
  const done = [stylesheet(), script(), sprite()];
  const images = join(root, "frontend/images");
  for (const name of readdirSync(images)) put(name, readFileSync(join(images, name)));
  writeFileSync(join(dist, "manifest.json"), JSON.stringify(manifest, null, 2));
  prune();
  console.log(`${done.join(", ")}, ${Math.round(performance.now() - started)} ms`);
}

if (process.argv.includes("--clean")) rmSync(dist, { recursive: true, force: true });
build();
if (process.argv.includes("--watch")) {
  let timer;
  watch(join(root, "frontend"), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      try { build(); } catch (error) { console.error(error.message); }
    }, 150);
  });
}
