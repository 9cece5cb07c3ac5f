import type { CompiledQuery, QueryResult } from 'kysely'
import type { ReadDb } from './types'

/**
 * The same database for questions that belong together: a statement that has been asked before, with the same parameters, is
 * answered by what came then. For one answer to one request, and for `sql` statements; rows are shared, so nobody may change them.
 */
export function withQueryCache(db: ReadDb): ReadDb {
  const executor = db.getExecutor()
  const answers = new Map<string, Promise<QueryResult<unknown>>>()
  const once = shadow(executor, {
    executeQuery: (query: CompiledQuery<unknown>) => {
      const key = JSON.stringify([query.sql, query.parameters])
      const answer = answers.get(key) ?? executor.executeQuery(query)
      answers.set(key, answer)
      return answer
    },
  })
  return shadow(db, { getExecutor: () => once })
}

/** An object with some of its methods replaced; the others run on the object itself, whose private fields they need. */
function shadow<T extends object>(target: T, own: { [name in keyof T]?: unknown }): T {
  return new Proxy(target, {
    get: (_target, name) => {
      if (Object.hasOwn(own, name)) return own[name as keyof T]
      const value = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
