// Takes the documented cookies away on a page where nothing was booted.
//
// Guarantees: those three of every workspace, for each domain that this page may have set them; nothing else is touched;
// a page without cookies is no error. Called by the loader for a `shutdown` without a `boot`.

/** See the module. */
export function clearCookies(jar: { cookie: string }, host: string): void {
  try {
    const names = jar.cookie.split("; ").map((one) => one.split("=")[0] ?? "");
    const labels = host.split(".");
    for (const name of names) {
      if (!/^intercom-(id|session|device-id)-/.test(name)) continue;
      for (const domain of ["", ...labels.map((_, at) => `; Domain=${labels.slice(at).join(".")}`)]) jar.cookie = `${name}=; Path=/; Max-Age=0${domain}`;
    }
  } catch {
    // A page that may not have cookies has none.
  }
}
