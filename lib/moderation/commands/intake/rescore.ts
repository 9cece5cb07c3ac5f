import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { RANK_OF_ZERO, SEVERITY_UNNAMED } from '../../rules/score'

/**
 * Computes anew what cases are ordered by, from the reports of their present opening: each reporter counts once, by how often
 * earlier reports of theirs were right (rules/score.ts has the same formula in words), and each rule that hit counts 1. Summed in
 * one order, so that the same reports weigh the same to the last digit.
 */
export async function rescoreCases(trx: Trx, caseIds: readonly number[]): Promise<void> {
  await sql`
    update moderation_case as self
    set weight = found.weight, severity = found.severity, reports = found.reports,
      rank = case when found.weight > 0
          then ln(found.severity * found.weight * (1 + log(1 + self.reach::double precision))) / ln(2.0::double precision)
          else ${sql.lit(RANK_OF_ZERO)} end
        - extract(epoch from self.opened_at)::double precision / 3600 / 48
    from (
      select one.id, one.rule_hits + coalesce(told.weight, 0) as weight, coalesce(told.reports, 0) as reports,
        greatest(one.severity_floor, coalesce(told.severity, 1)) as severity
      from moderation_case as one
      left join lateral (
        select sum(each.weight order by each.reporter_id) as weight, sum(each.reports)::int as reports,
          max(each.severity) as severity
        from (
          select report.reporter_id, (4.0::double precision * (coalesce(max(accuracy."right"), 0) + 1))
              / (coalesce(max(accuracy."right"), 0) + coalesce(max(accuracy.wrong), 0) + 2) - 1 as weight,
            count(*) as reports, max(coalesce(policy.severity, ${sql.lit(SEVERITY_UNNAMED)})) as severity
          from moderation_report as report
          left join policy on policy.id = report.policy_id
          left join reporter_accuracy as accuracy on accuracy.member_id = report.reporter_id
          where report.case_id = one.id and report.opening = one.opening
          group by report.reporter_id
        ) as each
      ) as told on true
      where one.id = any(${caseIds}::bigint[])
    ) as found
    where self.id = found.id`.execute(trx)
}
