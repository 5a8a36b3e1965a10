import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [
      "packages/*/src/**/*.test.ts",
      "packages/console/test/**/*.test.ts",
      "scripts/**/*.test.ts",
      "bench/**/*.test.ts",
      "examples/**/*.test.ts",
    ],
    // Threads start in a third of the time of processes; two cores is what the smallest machine has.
    pool: "threads",
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
