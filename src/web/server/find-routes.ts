import { readdirSync } from "node:fs";
import { extname } from "node:path";
import { Routes } from "../http/route.ts";

const FOLDER = new URL("../routes/", import.meta.url);

function routesOf(module: unknown, file: string): Routes {
  if (typeof module === "object" && module !== null && "routes" in module && module.routes instanceof Routes) {
    return module.routes;
  }
  throw new Error(`${file} has no routes: write "export const routes = new Routes(…)" in it, or keep it elsewhere`);
}

/**
 * The routes of every file in a folder but its tests, by file name. Compiled files are found by compiled ones.
 * @throws Error naming the file that has none
 */
export async function findRoutes(folder = FOLDER): Promise<Routes[]> {
  const ending = extname(import.meta.url);
  const files = readdirSync(folder).filter(
    (name) => name.endsWith(ending) && /^[a-z-]+$/.test(name.slice(0, -ending.length)),
  );
  return Promise.all(
    files.sort().map(async (name) => {
      const file = new URL(name, folder);
      return routesOf(await import(file.href), file.pathname);
    }),
  );
}
