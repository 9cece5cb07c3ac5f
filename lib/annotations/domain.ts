import type { Domain } from '../domain'
import { annotations } from './domain.shared'

export const annotationsDomain: Domain = {
  shared: annotations,
  annotationSources: [
    {
      permission: 'annotations:read',
      topics: ['annotations'],
      load: async () => (await import('./queries')).listChartAnnotations,
    },
  ],
}
