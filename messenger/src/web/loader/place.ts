// Where the script came from decides which server it talks to and where its parts are.
//
// Guarantees: pure functions of their arguments. An address of Intercom's own servers is not taken for ours: the
// wrapper of npm sets one by itself, whatever script it loads. Called by the loader, once per boot.

/** Where things are. */
export interface Place {
  /** The server, without a slash at the end; empty when nothing says where it is. */
  server: string;
  /** The folder of the script's parts, with a slash at the end. */
  files: string;
}

/** See the module. `source` is the address of the script, `base` the setting `api_base`. */
export function placeOf(source: string, appId: string, base: unknown): Place {
  const script = read(source);
  const told = typeof base === "string" ? read(base) : undefined;
  const server = told && !/(^|\.)intercom(cdn)?\.(io|com)$/.test(told.hostname) ? told.href : (script?.origin ?? "");
  const plain = server.replace(/\/+$/, "");
  // The server's own address of the script, or a folder that somebody serves.
  const own = script && /^\/(?:.*\/)?widget\/[^/]+$/.test(script.pathname);
  const files = !script ? `${plain}/widget/${encodeURIComponent(appId)}/files/` : own ? `${script.origin}${script.pathname}/files/` : new URL("./", script).href;
  return { server: plain, files };
}

/** The address of a script element. Markup can put another element in `currentScript`'s place, by its name alone, and
 * nothing is loaded from where that one says. */
export function sourceOf(element: unknown): string {
  return typeof HTMLScriptElement === "function" && element instanceof HTMLScriptElement ? element.src : "";
}

function read(text: string): URL | undefined {
  try {
    const url = new URL(text);
    return /^https?:$/.test(url.protocol) ? url : undefined;
  } catch {
    return undefined;
  }
}
