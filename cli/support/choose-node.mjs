const NEEDED_MAJOR = 24

/**
 * Which Node runs the command line: this one ('here'), the one of node_modules ('bundled'), or none ('refuse').
 * @param {string} version of the running Node
 * @param {boolean} hasBundled
 * @returns {'here' | 'bundled' | 'refuse'}
 */
export function chooseNode(version, hasBundled) {
  if (Number.parseInt(version, 10) >= NEEDED_MAJOR) return 'here'
  return hasBundled ? 'bundled' : 'refuse'
}
