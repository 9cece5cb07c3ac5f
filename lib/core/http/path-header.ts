/** Set by the proxy on every page request: the path and query that were asked for. */
export const PATH_HEADER = 'x-guildhall-path'
