/** Who brought a sample. Where two answer for one series and instant, the higher rank wins. */
export const ORIGIN_RANK = { collected: 3, pushed: 2, backfill: 1 } as const

export type SampleOrigin = keyof typeof ORIGIN_RANK

const BY_RANK = new Map(Object.entries(ORIGIN_RANK).map(([name, rank]) => [rank, name as SampleOrigin]))

export function originOfRank(rank: number): SampleOrigin {
  const origin = BY_RANK.get(rank as 1 | 2 | 3)
  if (!origin) throw new Error(`no origin has the rank ${rank}`)
  return origin
}
