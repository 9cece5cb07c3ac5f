import Bowser from 'bowser'

/** Longer ones are made up, and cost more to read. */
const USER_AGENT_MAX = 400
const NAME_MAX = 60

/** Browser and system as people know them, "Firefox on Linux"; null where neither can be told. What is left of it names no person. */
export function describeClient(userAgent: string | null | undefined): string | null {
  if (!userAgent) return null
  const { browser, os } = Bowser.parse(userAgent.slice(0, USER_AGENT_MAX))
  const [name, system] = [browser.name, os.name].map((part) => part?.slice(0, NAME_MAX))
  if (!name) return system || null
  return system ? `${name} on ${system}` : name
}
