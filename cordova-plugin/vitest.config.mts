// `unit` runs the built calls against a fake bridge; `browser` drives the browser platform in Chromium, on the real server;
// `pictures` takes those of the book and is run by `npm run pictures` alone.

import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      // Deadlines only end a hang: the machine may have much else to do.
      { test: { name: "unit", include: ["tests/unit/**/*.test.ts"], environment: "node", testTimeout: 60_000 } },
      {
        test: {
          name: "browser",
          include: ["tests/browser/**/*.test.ts"],
          environment: "node",
          testTimeout: 240_000,
          hookTimeout: 240_000,
          expect: { poll: { timeout: 100_000 } },
          maxWorkers: 2,
        },
      },
      { test: { name: "pictures", include: ["tests/pictures/**/*.test.ts"], environment: "node", testTimeout: 240_000, hookTimeout: 240_000 } },
    ],
  },
});
