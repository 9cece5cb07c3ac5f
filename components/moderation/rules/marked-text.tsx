import type { ReactNode } from 'react'

interface MarkedTextProps {
  text: string
  hits: readonly { start: number; end: number }[]
}

/** A text with the places marked that a rule has found; they may overlap. */
export function MarkedText({ text, hits }: MarkedTextProps) {
  const parts: ReactNode[] = []
  let at = 0
  for (const { start, end } of [...hits].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const from = Math.max(at, start)
    if (from >= Math.min(end, text.length)) continue
    parts.push(text.slice(at, from))
    parts.push(
      <mark key={from} className="rounded-[3px] bg-warn-soft px-0.5 font-medium text-warn-text underline decoration-2">
        {text.slice(from, end)}
      </mark>,
    )
    at = end
  }
  parts.push(text.slice(at))
  return <span className="whitespace-pre-wrap break-words">{parts}</span>
}
