// The fonts of the pictures, and no others: a picture that was taken here is the same one elsewhere.
//
// Guarantees: Chromium is told by a file of its own where fonts are, so what else a machine has changes nothing; a
// machine without them hears what to install. `cargo xtask test` installs them before. Called once per file of tests.

import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Debian's packages, and a file of each: Latin, Arabic, Japanese, code, emoji. */
const FONTS: Record<string, string> = {
  "fonts-inter": "/usr/share/fonts/opentype/inter",
  "fonts-noto-core": "/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf",
  "fonts-noto-cjk": "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
  "fonts-dejavu-core": "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",
  "fonts-noto-color-emoji": "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf",
};

/** Variables for the browser's process; an error that names the packages when one is missing. */
export function fonts(): Record<string, string> {
  const missing = Object.entries(FONTS).filter(([, place]) => !existsSync(place));
  if (missing.length > 0) throw new Error(`the pictures need fonts of Debian: apt-get install ${missing.map(([name]) => name).join(" ")}`);
  const folder = mkdtempSync(join(tmpdir(), "frontdesk-fonts-"));
  const file = join(folder, "fonts.conf");
  const folders = ["opentype/inter", "truetype/noto", "opentype/noto", "truetype/dejavu"];
  const families = (name: string, ...wanted: string[]): string =>
    `<alias binding="strong"><family>${name}</family><prefer>${wanted.map((one) => `<family>${one}</family>`).join("")}</prefer></alias>`;
  const text = ["Inter", "Noto Sans Arabic", "Noto Sans CJK JP", "Noto Color Emoji"];
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
${folders.map((one) => `<dir>/usr/share/fonts/${one}</dir>`).join("")}<cachedir>${folder}/cache</cachedir>
${["system-ui", "sans-serif", "sans", "serif", "Roboto", "Segoe UI", "Noto Sans"].map((name) => families(name, ...text)).join("\n")}
${families("monospace", "DejaVu Sans Mono")}
</fontconfig>`,
  );
  return { FONTCONFIG_FILE: file };
}
