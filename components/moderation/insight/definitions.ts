/** What each figure is, for readers; docs/moderation-insight.md says the same at length. */
export const DEFINITIONS = {
  waiting:
    'Cases that are open or escalated right now, including snoozed ones. Overdue cases have passed their queue’s time limit. This figure doesn’t depend on the period.',
  firstAction:
    'The time from a case’s first report, or from its opening if no one reported it, to its first decision. It covers cases whose first decision falls in the period, so cases that are still waiting are not included. p50 is the median; p90 and p99 are the times within which 90 and 99 of 100 cases were decided.',
  sla: 'Of the cases that had a due time and whose first decision falls in the period, the share decided by that time. Overdue cases that are still waiting are not included; see “Waiting now”.',
  decisions:
    'Decisions by people in the period. Escalations, decisions undone within 8 seconds and decisions by rules are not counted. “Reversed” counts decisions that were reversed later, including by an appeal.',
  agreement:
    'Of the decisions in the period that had a second review, the share where both people chose the same. Each policy is a category, and so is “not against the rules”. Cohen’s kappa measures agreement beyond chance: 1 is full agreement, 0 is what chance gives. It is shown once there are at least 30 second reviews.',
  overturned:
    'Of the appeals against people’s decisions that were decided in the period, the share overturned. The interval is a 95 % Wilson interval.',
  reporters:
    'Of the reports on cases decided in the period, the share that led to an action. A reporter counts once per decision. Reversed decisions don’t count.',
  sample:
    'The share of people’s decisions that Guildhall randomly selects for a second review. The selection uses the decision IDs and a secret of this installation, so no one can predict it. Selected decisions wait for 30 days under Second reviews.',
  backlog:
    'Open and escalated cases at the end of each day, calculated backwards from the cases that are waiting now and the cases opened, decided and reopened since then. A day that is not over shows the current count.',
  flow: 'Cases opened each day, including cases reopened by an edit of their item, and cases decided each day. A case that is decided again after a reversal counts again.',
  ages: 'How long the cases that are waiting now have been open.',
  moderators:
    'Decisions in the period by moderator. The median is the time to first action of the cases where they decided first. Agreement and kappa compare their decisions with second reviews by others.',
  rules:
    'Of the hits of live rules that people decided in the period, on the same revision and after the hit, the share where they acted on the item or its author. Each case counts once per rule; reversed decisions don’t count. The interval is a 95 % Wilson interval.',
  fifths: 'Reporters by the share of their reports that were correct, among reports decided in the period.',
} as const

export type FigureName = keyof typeof DEFINITIONS
