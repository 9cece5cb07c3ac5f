/** A piece of a template: its own words, what stands for a placeholder, or a placeholder that stands for nothing. */
export interface TemplateToken {
  kind: 'words' | 'filled' | 'unknown'
  text: string
}

/** A template in pieces, each placeholder with what it would say; one without a value is unknown and stays as it is written. */
export function templateTokens(template: string, values: Readonly<Record<string, string>>): TemplateToken[] {
  return template.split(/(\{[^{}]*\})/).flatMap((text): TemplateToken[] => {
    if (text === '') return []
    const name = /^\{([^{}]*)\}$/.exec(text)?.[1]
    if (name === undefined) return [{ kind: 'words', text }]
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    return [value === undefined ? { kind: 'unknown', text } : { kind: 'filled', text: value }]
  })
}
