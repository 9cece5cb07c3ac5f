import type { Readiness } from '../schema/automatic-rules'

/** What the team asks of a version before it may act. */
export interface RuleLimits {
  /** Different labelled texts of a backtest. */
  leastRows: number
  /** From 0 to 1. */
  leastPrecision: number
  shadowDays: number
}

/** What is known of one version. */
export interface RuleRecord {
  /** Its finished backtests, by their different texts; null where those were not counted yet. */
  backtests: readonly { rows: number | null; precision: number | null }[]
  /** Since when it has been in shadow without a break. */
  shadowSince: Date | null
  /** Of its hits those that a person has ruled on, and where they did something about it. */
  decided: number
  right: number
}

const DAY_MS = 86_400_000

/** Whether a version may go live, and else what is missing: one backtest within the limits, or enough days of shadow. */
export function checkReadiness(proof: RuleRecord, limits: RuleLimits, now: Date): Readiness {
  if (proof.backtests.some((backtest) => problemOf(backtest, limits) === null) || hasStoodShadow(proof, limits, now))
    return { isReady: true, missing: [] }
  return { isReady: false, missing: [backtestMissing(proof, limits), shadowMissing(proof, limits, now)] }
}

function problemOf({ rows, precision }: RuleRecord['backtests'][number], limits: RuleLimits): string | null {
  if (rows === null) return 'it didn’t count its different texts, so run it again'
  if (rows < limits.leastRows) return `it has ${rows} different texts, but needs ${limits.leastRows}`
  if (precision === null) return 'it matched nothing'
  if (precision >= limits.leastPrecision) return null
  return `its precision is ${percent(precision)}, but must be at least ${percent(limits.leastPrecision)}`
}

function backtestMissing({ backtests }: RuleRecord, limits: RuleLimits): string {
  const [latest] = backtests
  const fault = latest ? problemOf(latest, limits) : null
  if (fault) return `The latest backtest of this version isn’t sufficient: ${fault}.`
  return `This version needs a backtest on at least ${limits.leastRows} different labelled texts with a precision of ${percent(limits.leastPrecision)} or more.`
}

const shadowDaysOf = ({ shadowSince }: RuleRecord, now: Date): number =>
  shadowSince === null ? 0 : (now.getTime() - shadowSince.getTime()) / DAY_MS

/** Where too few hits were ruled on to tell, time is enough. */
function isImprecise({ decided, right }: RuleRecord, { leastRows, leastPrecision }: RuleLimits): boolean {
  return decided >= leastRows && right / decided < leastPrecision
}

const hasStoodShadow = (proof: RuleRecord, limits: RuleLimits, now: Date): boolean =>
  shadowDaysOf(proof, now) >= limits.shadowDays && proof.shadowSince !== null && !isImprecise(proof, limits)

function shadowMissing(proof: RuleRecord, limits: RuleLimits, now: Date): string {
  if (isImprecise(proof, limits))
    return `Or a better record in shadow: people acted on only ${proof.right} of the ${proof.decided} hits they decided.`
  if (proof.shadowSince === null) return `Or ${limits.shadowDays} days in shadow.`
  const left = Math.ceil(limits.shadowDays - shadowDaysOf(proof, now))
  return `Or ${left} more ${left === 1 ? 'day' : 'days'} in shadow.`
}

/** Cut, not rounded: what is just short of a limit must not read as if it had reached it. */
const percent = (share: number): string => `${Math.floor(share * 1000) / 10} %`
