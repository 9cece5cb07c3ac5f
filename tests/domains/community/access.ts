import type { DomainAccess } from '@/tests/support/domain-access'

export const access: DomainAccess = {
  endpoints: {
    'GET /api/v1/imports': 'imports:read',
    'POST /api/v1/imports': 'imports:write',
    'GET /api/v1/imports/[id]': 'imports:read',
    'POST /api/v1/imports/[id]/cancellation': 'imports:write',
    'GET /api/v1/imports/[id]/rejected': 'imports:read',
  },
  pages: {
    '/operations/imports': 'imports:read',
  },
  topics: {
    imports: 'imports:read',
  },
  bodiesOfTheirOwn: {
    'POST /api/v1/imports': 'a file that is streamed to disk, see lib/community/imports.test.ts',
  },
  erasedColumns: ['member.external_id', 'member.name', 'message.text', 'message.topic'],
  otherColumns: {
    'what the team has set up': ['origin.', 'import.'],
    'the places and the platform’s ids of things': [
      'attendance_key.external_id',
      'channel.',
      'feature_usage.',
      'instance.',
      'message_key.external_id',
      'space.',
    ],
  },
}
