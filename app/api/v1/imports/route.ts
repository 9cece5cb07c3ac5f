import { uploadImport } from '@/lib/community/commands/upload-import'
import { getImport, listImports } from '@/lib/community/queries/imports'
import { importListQuery, importPage, importView, uploadQuery } from '@/lib/community/schema'
import { json } from '@/lib/core/http/route'
import { media } from '@/lib/core/http/route-spec'
import { route } from '@/lib/staff/access'

export const GET = route(
  { permission: 'imports:read', summary: 'List imports', answer: importPage, query: importListQuery },
  async ({ db, query }) => json(await listImports(db, query)),
)

/** The body is the CSV file itself, gzipped or not, and is streamed to disk. */
export const POST = route(
  {
    permission: 'imports:write',
    summary: 'Upload a file to import',
    answer: { 202: importView },
    requestBody: media('text/csv', 'application/gzip', 'application/octet-stream'),
    query: uploadQuery,
  },
  async ({ db, actor, query, request }) => {
    const length = request.headers.get('content-length')
    const id = await uploadImport(db, actor, {
      ...query,
      body: request.body,
      announcedBytes: length === null ? null : Number(length),
    })
    return json(await getImport(db, id), 202, { Location: `/api/v1/imports/${id}` })
  },
)
