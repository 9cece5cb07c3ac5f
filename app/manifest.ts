import type { MetadataRoute } from 'next'

/** Lets a phone keep Guildhall on its home screen. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    name: 'Guildhall',
    short_name: 'Guildhall',
    start_url: '/',
    display: 'standalone',
    background_color: '#fcfbf9',
    theme_color: '#007a78',
    icons: [
      { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
      { src: '/icon-maskable.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'maskable' },
    ],
  }
}
