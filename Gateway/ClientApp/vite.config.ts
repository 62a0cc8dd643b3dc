/// <reference types="vitest/config" />
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

// While developing, `npm run dev` serves the page and passes everything else on to a running silo.
const gateway = 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist',
    // The content security policy allows only files of our own, so nothing is inlined as a data address.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': gateway,
      '/health': gateway,
      '/hubs': { target: gateway, ws: true },
    },
  },
  test: { include: ['src/**/*.test.ts'] },
})
