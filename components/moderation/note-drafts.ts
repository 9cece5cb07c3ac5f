/** Notes that were begun and not saved, by case; they last as long as the tab and go nowhere else. */
const drafts = new Map<number, string>()

export const noteDraftOf = (caseId: number): string => drafts.get(caseId) ?? ''

export function saveNoteDraft(caseId: number, text: string): void {
  if (text.trim()) drafts.set(caseId, text)
  else drafts.delete(caseId)
}

/** The draft, which is none any more. */
export function popNoteDraft(caseId: number): string {
  const text = noteDraftOf(caseId).trim()
  drafts.delete(caseId)
  return text
}
