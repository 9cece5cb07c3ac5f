import { globSync } from 'node:fs'
import { resolve } from 'node:path'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
export const ROOT = resolve(import.meta.dirname, '../..')

export interface Endpoint {
  /** `PATCH /api/v1/sources/[id]` */
  name: string
  handler: unknown
  /** As the folders of app spell it. */
  address: string
  method: string
  /** The source of its route. */
  file: string
}

/** Every endpoint that the folders of app hold. */
export async function loadEndpoints(): Promise<Endpoint[]> {
  const found = await Promise.all(
    filesOfApp('route.{ts,tsx}').map(async (file) => {
      const module = await loadFile(file)
      return METHODS.filter((method) => method in module).map((method) => ({
        name: `${method} ${addressOf(file)}`,
        handler: module[method],
        address: addressOf(file),
        method,
        file: resolve(ROOT, file),
      }))
    }),
  )
  return found.flat()
}

export const filesOfApp = (name: string): string[] => globSync(`app/**/${name}`, { cwd: ROOT }).toSorted()

export const loadFile = (file: string): Promise<Record<string, unknown>> => import(resolve(ROOT, file))

/** `app/(console)/usage/page.tsx` as `/usage`. */
export const addressOf = (file: string): string => file.replace(/^app|\/\([^/]+\)|\/(?:page|route)\.tsx?$/g, '') || '/'
