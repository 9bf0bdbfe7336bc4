// A portfolio in a temporary folder → a preview of it that runs, and ways to edit what it follows.

import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { program } from "./sites.mjs";

/** Longer than anything here may take: who waits so long has failed. */
export const LONG = 30_000;

/** A preview of these files, by path and text. It ends with `close`. */
export async function previewOf(files) {
  const folder = temporary();
  const preview = previewIn(folder);
  for (const [name, text] of Object.entries(files)) preview.write(name, text);
  await preview.start();
  return preview;
}

/** A preview of a copy of a portfolio. */
export async function previewOfCopy(portfolio) {
  const folder = temporary();
  const isOurs = (source) => ![".git", "target", "node_modules"].includes(path.basename(source));
  fs.cpSync(portfolio, folder, { recursive: true, filter: isOurs });
  const preview = previewIn(folder);
  await preview.start();
  return preview;
}

const temporary = () => fs.mkdtempSync(path.join(os.tmpdir(), "specfolio-preview-"));

function previewIn(folder) {
  let child = null;
  let port = 0;
  const clear = () => {
    child?.kill("SIGKILL");
    fs.rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", clear);
  const at = (name) => path.join(folder, name);
  return {
    folder,
    /** The address of a page, from its path. */
    url: (name = "") => `http://localhost:${port}/${name}`,
    read: (name) => fs.readFileSync(at(name), "utf8"),
    write(name, text) {
      fs.mkdirSync(path.dirname(at(name)), { recursive: true });
      fs.writeFileSync(at(name), text);
    },
    /** Starts it, at the port it had before. */
    async start() {
      child = spawn(program(), ["serve", folder, "-p", String(port)], {
        env: { ...process.env, GIT_CEILING_DIRECTORIES: "/" },
        stdio: ["ignore", "pipe", "ignore"],
      });
      port = await new Promise((resolve, reject) => {
        let said = "";
        child.on("exit", (code) => reject(new Error(`it ended with ${code}: ${said}`)));
        child.stdout.on("data", (data) => {
          said += data;
          const found = /^serving .*:(\d+)\/$/m.exec(said);
          if (found) resolve(Number(found[1]));
        });
      });
    },
    /** Ends it at once, as a crash does. */
    async kill() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await ended;
      child = null;
    },
    async close() {
      if (child) await this.kill();
      process.off("exit", clear);
      clear();
    },
  };
}
