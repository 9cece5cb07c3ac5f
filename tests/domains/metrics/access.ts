import type { DomainAccess } from '@/tests/support/domain-access'
import { AT, rows, TEXT } from '@/tests/support/samples'

export const access: DomainAccess = {
  endpoints: {
    'GET /api/v1/analytics': 'metrics:read',
    'POST /api/v1/analytics': 'samples:write',
    'GET /api/v1/heatmap': 'metrics:read',
    'GET /api/v1/metrics': 'metrics:read',
    'POST /api/v1/metrics': 'metrics:write',
    'DELETE /api/v1/metrics/[name]': 'metrics:write',
    'GET /api/v1/metrics/[name]': 'metrics:read',
    'PATCH /api/v1/metrics/[name]': 'metrics:write',
    'POST /api/v1/samples': 'samples:write',
    'GET /api/v1/overview': 'overview:read',
    'GET /api/v1/series': 'metrics:read',
    'POST /api/v1/series/batch': 'metrics:read',
    'GET /api/v1/series/comparison': 'metrics:read',
    'GET /api/v1/series/provenance': 'metrics:read',
    'GET /api/v1/settings/rebuild': 'settings:read',
    'GET /api/v1/tops': 'metrics:read',
  },
  pages: {
    '/overview': 'overview:read',
    '/usage': 'metrics:read',
  },
  topics: {
    samples: 'metrics:read',
  },
  bodies: {
    'POST /api/v1/analytics': {
      type: 'activeUsers',
      count: 1,
      timestamp: AT,
      metadata: { place: 'here' },
      seconds: 60,
    },
    'POST /api/v1/metrics': { name: 'a_metric', title: 'A metric', unit: 'things', kind: 'gauge', definition: TEXT },
    'PATCH /api/v1/metrics/[name]': { version: 1, title: 'A metric', definition: TEXT, isArchived: true },
    'POST /api/v1/samples': {
      samples: rows(500, (n) => ({
        ...{ metric: 'load', at: AT, value: n, seconds: 60 },
        labels: Object.fromEntries(rows(16, (label) => [`label_${label}`, `value ${n}`])),
      })),
    },
    'POST /api/v1/series/batch': {
      // Each another range, as no two panels of a page are the same.
      asks: rows(50, (n) => ({
        kind: 'series',
        query: { metric: 'messages', from: new Date(n * 86_400_000).toISOString(), to: '1970-03-01T00:00:00Z' },
      })),
    },
  },
  otherColumns: {
    'collection and figures': [
      'activity.',
      'activity_state.',
      'metric.',
      'metric_definition.',
      'rollup_state.',
      'sample.metadata',
      'series.',
    ],
  },
}
