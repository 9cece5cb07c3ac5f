import type { DomainAccess } from '@/tests/support/domain-access'

export const access: DomainAccess = {
  erasedColumns: ['domain_event.payload'],
  otherColumns: {
    'what kind of event it is, about what by our own ids, and who has it': [
      'domain_event.name',
      'domain_event.subject',
      'domain_event.cause',
      'domain_event.member_ids',
      'event_delivery.consumer',
    ],
  },
}
