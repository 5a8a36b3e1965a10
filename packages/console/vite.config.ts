import { defineConfig } from "vite";

/** Where `vite` in development finds a running server. */
const SERVER = process.env.MORTISE_SERVER ?? "http://127.0.0.1:8080";

// Vite reads the default export.
export default defineConfig({
  build: {
    target: "es2022",
    // What the browser may load is said by a policy: nothing is put into the page itself.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      checks: { pluginTimings: false },
      // "use client" speaks to frameworks that render on a server; here it says nothing.
      onwarn: (warning, warn) => {
        if (warning.code !== "MODULE_LEVEL_DIRECTIVE") warn(warning);
      },
    },
  },
  server: { proxy: { "/api": SERVER, "/docs": SERVER, "/openapi.json": SERVER } },
});
