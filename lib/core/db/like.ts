/** A pattern for `ilike` that finds a text as it is, wherever it stands. */
export const containing = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`
