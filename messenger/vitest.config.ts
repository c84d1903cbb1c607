// `unit` needs nothing, `browser` drives the built page in Chromium, `gallery` takes pictures of it.

import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      // Deadlines only end a hang: the machine may have much else to do.
      { test: { name: "unit", include: ["tests/unit/**/*.test.ts"], environment: "node", testTimeout: 120_000 } },
      {
        test: {
          name: "browser",
          include: ["tests/browser/**/*.test.ts"],
          environment: "node",
          testTimeout: 90_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      // The web API on the real server; needs `npm run build` and the server's program.
      {
        test: {
          name: "web",
          include: ["tests/web/**/*.test.ts"],
          environment: "node",
          // Deadlines end a hang; on a busy machine everything takes its time.
          testTimeout: 240_000,
          hookTimeout: 240_000,
          expect: { poll: { timeout: 100_000 } },
          maxWorkers: 2,
        },
      },
      // The pictures of the book, compared with what is kept; needs `npm run build` and the fonts of tests/pictures/fonts.ts.
      {
        test: {
          name: "pictures",
          include: ["tests/pictures/**/*.test.ts"],
          environment: "node",
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
      // Pictures of every screen, for people to look at: `npm run gallery`.
      { test: { name: "gallery", include: ["tests/gallery/**/*.test.ts"], environment: "node", testTimeout: 300_000, hookTimeout: 60_000 } },
    ],
  },
});
