// Fails for any style sheet that the builder would only warn about: an unclosed brace swallows every rule after it.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { transformWithEsbuild } from "vite";

const SOURCES = join(import.meta.dirname, "src");
let faults = 0;
for (const name of readdirSync(SOURCES, { recursive: true, encoding: "utf-8" })) {
  if (!name.endsWith(".css")) continue;
  const source = readFileSync(join(SOURCES, name), "utf-8");
  const { warnings } = await transformWithEsbuild(source, name, { loader: "css", minify: true });
  for (const { text, location } of warnings) console.error(`src/${name}:${location?.line}: ${text}`);
  faults += warnings.length;
}
process.exitCode = faults ? 1 : 0;
