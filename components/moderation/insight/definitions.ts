/** What each figure is, for readers; docs/moderation-insight.md says the same at length. */
export const DEFINITIONS = {
  waiting:
    'Cases that are open or escalated at this moment, put-off ones too. Overdue are those past the time that their queue gives. It is of now, whatever the period.',
  firstAction:
    'From the first report of a case, or its opening where nobody reported it, to the first decision on it. Cases whose first decision fell into the period; p50 is the median, p90 and p99 are the times within which 90 and 99 of 100 were decided. What still waits is not in it.',
  sla: 'Of the cases whose first decision fell into the period and that had a due time: those decided by then. What is overdue and waits still is not in it, and stands under “Waiting now”.',
  decisions:
    'Decisions by people in the period. Escalations decide nothing and are left out, and so is what was undone within 8 seconds and what rules did. “Taken back” are those that were reversed later, also by an appeal.',
  agreement:
    'Of the decisions of the period that somebody looked at again without knowing them: those where both found the same. There is a category for each policy and one for “not against the rules”. Kappa (Cohen) says how much of that is beyond chance: 1 is always, 0 is what chance gives. It is shown from 30 second reviews on.',
  overturned:
    'Of the appeals ruled on in the period against decisions of people: those overturned. The interval holds the true share in 95 of 100 times (Wilson).',
  reporters:
    'Of the reports about what was decided in the period: those after which something was done. A reporter counts once in each decision. What was taken back does not count.',
  sample:
    'So many of the decisions of people are drawn by lot for a second look, by their ids and a secret of this installation, so that nobody knows which. They wait for 30 days under Second reviews.',
  backlog:
    'Open and escalated cases at the end of each day, counted back from what waits now by what was opened, decided and opened again. The day that is not over shows this moment.',
  flow: 'Cases opened on each day, again by an edit of their item too, and cases decided on it. A case that is decided again after a reversal counts again.',
  ages: 'How long the cases that wait now have been open.',
  moderators:
    'Decisions of the period by who made them. The median is of the time to first action of the cases where they were first. Agreement and kappa compare their decisions with second reviews by others.',
  rules:
    'Of the findings of live rules that people ruled on in the period, on the same revision and after the finding: those where they did something about the item or its author. Each case counts once for a rule; rulings that were taken back do not count. The interval is Wilson’s of 95 %.',
  fifths: 'Reporters by the share of their reports that turned out right, of what was decided in the period.',
} as const

export type FigureName = keyof typeof DEFINITIONS
