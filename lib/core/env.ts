import { isIP } from 'node:net'
import { z } from 'zod'
import { zoneInput } from './time/zone-name'

const LAST_PORT = 65_535
const port = z.coerce.number({ error: 'must be a port number' }).int().min(1).max(LAST_PORT)
const url = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
  .transform((value) => value.replace(/\/+$/, ''))
const list = z
  .string()
  .default('')
  .transform((value) =>
    value
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  )

const isAddressOrRange = (entry: string): boolean => {
  const [address = '', bits, ...rest] = entry.split('/')
  const family = isIP(address)
  const longest = family === 6 ? 128 : 32
  return family !== 0 && rest.length === 0 && (bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= longest))
}

function problemOfWorkerPort(web: number, worker: number | undefined): string | null {
  if (worker === web) return 'must be a different port than PORT'
  return worker === undefined && web === LAST_PORT ? 'must be set, because its default, PORT + 1, is above 65535' : null
}

const schema = z
  .object({
    PORT: port.default(3000),
    HOST: z.string().min(1).default('127.0.0.1'),
    DATABASE_URL: z
      .url({ protocol: /^postgres(ql)?$/, error: 'must be a URL that starts with postgres://' })
      .optional(),
    GUILDHALL_URL: url.refine((value) => new URL(value).pathname === '/', 'must be a URL without a path').optional(),
    GUILDHALL_DATA: z.string().min(1).default('.guildhall'),
    GUILDHALL_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
    GUILDHALL_ZONE: zoneInput('is not an IANA time zone').optional(),
    GUILDHALL_TRUSTED_PROXIES: list.refine(
      (entries) => entries.every(isAddressOrRange),
      'must have only IP addresses or CIDR ranges',
    ),
    GUILDHALL_ALLOW_HOSTS: list,
    GUILDHALL_METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
    GUILDHALL_WORKER_PORT: port.optional(),
    GUILDHALL_LOG_LEVEL: z
      .enum(['debug', 'info', 'warn', 'error'], 'must be debug, info, warn or error')
      .default('info'),
    GUILDHALL_DEMO: z.stringbool().default(false),
    SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must be a URL that starts with smtp:// or smtps://' }).optional(),
    OIDC_ISSUER: url.optional(),
    OIDC_CLIENT_ID: z.string().min(1).optional(),
    OIDC_CLIENT_SECRET: z.string().min(1).optional(),
    NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
  })
  .superRefine((value, context) => {
    const problem = problemOfWorkerPort(value.PORT, value.GUILDHALL_WORKER_PORT)
    if (problem) context.addIssue({ code: 'custom', path: ['GUILDHALL_WORKER_PORT'], message: problem })
    const oidc = [value.OIDC_ISSUER, value.OIDC_CLIENT_ID, value.OIDC_CLIENT_SECRET].filter(Boolean).length
    if (oidc === 0 || oidc === 3) return
    context.addIssue({
      code: 'custom',
      path: ['OIDC_ISSUER'],
      message: 'needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET too',
    })
  })
  .transform((value) => ({
    port: value.PORT,
    host: value.HOST,
    databaseUrl: value.DATABASE_URL,
    /** Base of all links and of next-auth, without a trailing slash. */
    url: value.GUILDHALL_URL ?? `http://localhost:${value.PORT}`,
    dataDir: value.GUILDHALL_DATA,
    secret: value.GUILDHALL_SECRET,
    zone: value.GUILDHALL_ZONE,
    trustedProxies: value.GUILDHALL_TRUSTED_PROXIES,
    allowHosts: value.GUILDHALL_ALLOW_HOSTS,
    metricsToken: value.GUILDHALL_METRICS_TOKEN,
    workerPort: value.GUILDHALL_WORKER_PORT ?? value.PORT + 1,
    logLevel: value.GUILDHALL_LOG_LEVEL,
    isDemo: value.GUILDHALL_DEMO,
    smtpUrl: value.SMTP_URL,
    oidc:
      value.OIDC_ISSUER && value.OIDC_CLIENT_ID && value.OIDC_CLIENT_SECRET
        ? { issuer: value.OIDC_ISSUER, clientId: value.OIDC_CLIENT_ID, clientSecret: value.OIDC_CLIENT_SECRET }
        : undefined,
    isProduction: value.NODE_ENV === 'production',
  }))

export type Env = z.output<typeof schema>

/** A setting of the environment that can't be used; the message names it. */
export class EnvError extends Error {
  override readonly name = 'EnvError'
}

/**
 * Reads and checks the settings. An empty string counts as unset, as in most process managers.
 * @throws EnvError that names the first wrong setting and says why.
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''))
  const result = schema.safeParse(set)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new EnvError(
    `The environment variable ${issue?.path.join('.')} is invalid: ${issue?.message.replace(/\.$/, '')}.`,
  )
}

let cached: Env | undefined

/** The settings of this process, read once. */
export function env(): Env {
  cached ??= parseEnv(process.env)
  return cached
}

/** Adds what the command line learns only once it runs; processes that it starts have all in their environment. */
export function extendEnv(values: Record<string, string>): void {
  Object.assign(process.env, values)
  cached = undefined
}
