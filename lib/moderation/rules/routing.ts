import type { ItemType } from '../terms'

/** What a case needs to land in a queue; what is left out is not asked for. */
export interface Routing {
  itemTypes?: readonly ItemType[] | undefined
  policyIds?: readonly string[] | undefined
  /** The platform's ids. */
  channels?: readonly string[] | undefined
  leastSeverity?: number | undefined
}

export interface Routable {
  itemType: ItemType
  policyIds: readonly string[]
  channel: string | null
  severity: number
}

const fits = (routing: Routing, item: Routable): boolean =>
  (!routing.itemTypes?.length || routing.itemTypes.includes(item.itemType)) &&
  (!routing.policyIds?.length || item.policyIds.some((id) => routing.policyIds?.includes(id))) &&
  (!routing.channels?.length || (item.channel !== null && routing.channels.includes(item.channel))) &&
  (routing.leastSeverity === undefined || item.severity >= routing.leastSeverity)

/** The first queue that fits, in the order given; the default one, which comes last, takes the rest. */
export function routeTo<Q extends { routing: Routing; isDefault: boolean }>(queues: readonly Q[], item: Routable): Q {
  const found =
    queues.find((queue) => !queue.isDefault && fits(queue.routing, item)) ?? queues.find((queue) => queue.isDefault)
  if (!found) throw new Error('no default queue found')
  return found
}
