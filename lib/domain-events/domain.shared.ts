import type { SharedDomain } from '../domain.shared'

export const domainEvents = { name: 'domain-events' } as const satisfies SharedDomain
