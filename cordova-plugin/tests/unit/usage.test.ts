// The app's sentences about camera and microphone in Info.plist: ours follow config.xml, somebody else's stay.

import { createRequire } from "node:module";
import { expect, test } from "vitest";

interface Told {
  plist: string;
  missing: string[];
  ours: Record<string, string>;
}
const { told } = createRequire(import.meta.url)("../../hooks/usage-ios.js") as { told: (plist: string, xml: string, before?: Record<string, string>) => Told };

const plist = (inside = ""): string => `<plist version="1.0">\n  <dict>\n    <key>A</key>\n    <string>b</string>${inside}\n  </dict>\n</plist>\n`;
const camera = (value: string): string => `<widget><preference name="Frontdesk-Camera-Usage" value="${value}" /></widget>`;
const CAMERA = "NSCameraUsageDescription";

test("a sentence is written as the app worded it, once, and follows config.xml", () => {
  const first = told(plist(), camera("To show &quot;what&quot; you see &amp; mean &lt;3"));
  expect(first.plist).toContain(`<key>${CAMERA}</key>\n    <string>To show "what" you see &amp; mean &lt;3</string>`);
  expect([first.missing, first.ours]).toEqual([["NSMicrophoneUsageDescription"], { [CAMERA]: 'To show "what" you see & mean <3' }]);
  expect(told(first.plist, camera("To show &quot;what&quot; you see &amp; mean &lt;3"), first.ours).plist).toBe(first.plist);
  const second = told(first.plist, camera("Because"), first.ours);
  expect([second.plist.match(new RegExp(CAMERA, "g"))?.length, second.plist.includes("<string>Because</string>")]).toEqual([1, true]);
  const gone = told(second.plist, "<widget></widget>", second.ours);
  expect([gone.plist, gone.ours]).toEqual([plist(), {}]);
});

test("a preference in a comment is none, and quotes of either kind are read", () => {
  expect(told(plist(), `<widget><!-- ${camera("No")} --></widget>`).missing).toContain(CAMERA);
  expect(told(plist(), "<preference value='Say \"why\"' name='frontdesk-camera-usage'/>").ours).toEqual({ [CAMERA]: 'Say "why"' });
});

test("a sentence that somebody else wrote stays, also when it was ours once and was changed by hand", () => {
  const theirs = plist(`\n    <key>${CAMERA}</key>\n    <string>Theirs</string>`);
  expect(told(theirs, camera("Ours"))).toEqual({ plist: theirs, missing: ["NSMicrophoneUsageDescription"], ours: {} });
  expect(told(theirs, camera("Ours"), { [CAMERA]: "Ours" }).plist).toBe(theirs);
  expect(told(theirs, "<widget/>", { [CAMERA]: "Ours" }).plist).toBe(theirs);
});
