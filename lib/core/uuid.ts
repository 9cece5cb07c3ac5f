/** As the API takes ids: RFC 9562, versions 1 to 8. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i

/** What can be the id of something, or undefined. */
export const uuidOf = (text: string | null): string | undefined => (text && UUID.test(text) ? text : undefined)
