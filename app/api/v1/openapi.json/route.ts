import { apiDocument, showApiDocument } from '@/lib/core/http/api-document'
import { signedInRoute } from '@/lib/staff/access'

/** This API as an OpenAPI 3.1 document. */
export const GET = signedInRoute(
  { permission: 'signed in', summary: 'Get this document', answer: { 200: apiDocument, 304: null } },
  async ({ request }) => showApiDocument(request),
)
