// The publishable key of a workspace, asked from the server when neither settings nor script told it.
//
// Guarantees: goes on asking while it cannot be reached, and stops when it
// says that there is no such workspace. Called once per `boot` of a workspace.

/** Waits between tries, in milliseconds; a network that comes back ends them. */
const WAITS_MS = [1_000, 3_000, 10_000, 30_000];

/** See the module. Rejects with the code `app_unknown`. */
export async function keyOf(server: string, appId: string): Promise<string> {
  for (let tries = 0; ; tries += 1) {
    const answer = await fetch(`${server}/widget/${encodeURIComponent(appId)}/workspace`, { credentials: "omit", referrerPolicy: "no-referrer" }).catch(() => undefined);
    if (answer?.ok) {
      const { api_key: key } = (await answer.json()) as { api_key?: unknown };
      if (typeof key === "string") return key;
    }
    if (answer?.status === 404) throw Object.assign(new Error("there is no such workspace"), { code: "app_unknown" });
    await new Promise<void>((go) => {
      const end = (): void => {
        clearTimeout(timer);
        removeEventListener("online", end);
        go();
      };
      const timer = setTimeout(end, WAITS_MS[Math.min(tries, WAITS_MS.length - 1)]);
      addEventListener("online", end);
    });
  }
}
