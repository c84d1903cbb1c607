// What every driver program in JavaScript does with its command line and its lines, whatever client it drives.
//
// Guarantees: those of `frontdesk drive`, whose help explains the protocol: a line that is too long is passed over to its
// end and one that is no text is refused, each with a code; when nobody reads what is said, the program ends. Runs in Node.

import { parseArgs } from "node:util";

const LONGEST_LINE = 1024 * 1024;

/** The options of the command line, or of the environment; ends the program when it cannot be started so. */
export function options(program) {
  const [command, ...rest] = process.argv.slice(2);
  const text = { type: "string" };
  const known = {
    server: text, "app-id": text, "api-key": text, data: text, durability: text, platform: text,
    "linger-ms": text, "delivery-wait-ms": text, "request-timeout-ms": text, "max-operations": text,
    "fast-retry": { type: "boolean" },
  };
  try {
    const given = parseArgs({ args: rest, options: known }).values;
    for (const name of ["server", "app-id", "api-key", "data"]) {
      given[name] ??= process.env[`FRONTDESK_${name.toUpperCase().replace("-", "_")}`];
      if (command !== "drive" || !given[name]) throw new Error(`usage: ${program} drive --${name} …`);
    }
    return given;
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    return process.exit(2);
  }
}

let broken = false;
process.stdout.on("error", () => (broken = true));

/** Says a line, to whoever still listens. */
export const say = (line) => {
  if (!broken) process.stdout.write(`${line}\n`);
};

/** Ends the program: well, unless nobody listened. */
export const leave = () => process.exit(process.exitCode ?? (broken ? 1 : 0));

/** Lines of stdin, one after the other; one that is too long is passed over to its end. */
async function* lines() {
  let [kept, size] = [[], 0];
  for await (const chunk of process.stdin) {
    let at = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, at)) {
      size += end - at;
      yield size > LONGEST_LINE ? undefined : Buffer.concat([...kept, chunk.subarray(at, end)]);
      [kept, size, at] = [[], 0, end + 1];
    }
    size += chunk.length - at;
    kept = size > LONGEST_LINE ? [] : [...kept, chunk.subarray(at)];
  }
  if (size > 0) yield size > LONGEST_LINE ? undefined : Buffer.concat(kept);
}

/** Hands every line over until there is none: `begin` takes text and is not waited for, `fault` the code of what is none. */
export async function serve(begin, fault) {
  const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  for await (const bytes of lines()) {
    if (broken) break;
    let line;
    try {
      line = bytes && utf8.decode(bytes);
    } catch {
      await fault("malformed_line");
      continue;
    }
    if (line === undefined) await fault("line_too_long");
    // Lines begin in their order, answers come as they come. `begin` settles at once unless one waits.
    else await begin(line);
  }
}
