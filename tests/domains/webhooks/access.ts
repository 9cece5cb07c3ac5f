import type { DomainAccess } from '@/tests/support/domain-access'

export const access: DomainAccess = {
  endpoints: {
    'GET /api/v1/deliveries': 'webhooks:read',
    'GET /api/v1/deliveries/[id]': 'webhooks:read',
    'POST /api/v1/deliveries/[id]/replay': 'webhooks:write',
    'GET /api/v1/webhooks': 'webhooks:read',
    'POST /api/v1/webhooks': 'webhooks:write',
    'GET /api/v1/webhooks/[id]': 'webhooks:read',
    'PATCH /api/v1/webhooks/[id]': 'webhooks:write',
    'DELETE /api/v1/webhooks/[id]': 'webhooks:write',
    'POST /api/v1/webhooks/[id]/replays': 'webhooks:write',
    'POST /api/v1/webhooks/[id]/secrets': 'secrets:write',
    'POST /api/v1/webhooks/[id]/tests': 'webhooks:write',
  },
  pages: {
    '/operations/webhooks': 'webhooks:read',
    '/operations/webhooks/[id]': 'webhooks:read',
  },
  topics: {
    webhooks: 'webhooks:read',
  },
  bodies: {
    'POST /api/v1/webhooks': { url: 'https://8.8.8.8/hooks', events: ['moderation.action'] },
    'PATCH /api/v1/webhooks/[id]': {
      version: 1,
      url: 'https://8.8.8.8/hooks',
      events: ['moderation.action'],
      enabled: true,
    },
  },
  erasedColumns: ['webhook_delivery.external_id', 'webhook_delivery.payload', 'webhook_delivery.receiver_status'],
  otherColumns: {
    'what kind of thing it is, who of the team did it, and how far it is': [
      'webhook_delivery.error',
      'webhook_delivery.event',
      'webhook_delivery.kind',
      'webhook_delivery.origin',
      'webhook_delivery.state',
      'webhook_delivery.subject',
    ],
    'what the team has set up': ['webhook_endpoint.'],
  },
}
