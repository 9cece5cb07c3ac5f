/** Addresses of the scripts that a page's HTML refers to: tags and preloads, each once, without those for old browsers. */
export function scriptsOf(html: string): string[] {
  const tags = html.match(/<(?:script|link)\b[^>]*>/g) ?? []
  const found = tags
    .filter((tag) => !/\snomodule\b/i.test(tag))
    .filter((tag) => tag.startsWith('<script') || /\sas="script"|\srel="modulepreload"/.test(tag))
    .map((tag) => /\s(?:src|href)="([^"]+)"/.exec(tag)?.[1])
    .filter((address) => address !== undefined)
  return [...new Set(found)]
}
