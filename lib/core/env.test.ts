import { expect, test } from 'vitest'
import { parseEnv } from './env'

test('has a default for everything, and takes an empty value for none', () => {
  expect(parseEnv({ PORT: '', HOST: '' })).toMatchObject({
    port: 3000,
    workerPort: 3001,
    host: '127.0.0.1',
    url: 'http://localhost:3000',
    dataDir: '.guildhall',
    databaseUrl: undefined,
    trustedProxies: [],
    isDemo: false,
    isProduction: true,
  })
})

test('derives what follows from another setting', () => {
  expect(parseEnv({ PORT: '8080' })).toMatchObject({ workerPort: 8081, url: 'http://localhost:8080' })
  expect(parseEnv({ GUILDHALL_URL: 'https://guild.example.org/' }).url).toBe('https://guild.example.org')
  expect(parseEnv({ GUILDHALL_TRUSTED_PROXIES: '10.0.0.0/8, ::1' }).trustedProxies).toEqual(['10.0.0.0/8', '::1'])
})

test.each([
  ['PORT', '70000'],
  ['PORT', 'many'],
  ['DATABASE_URL', 'mysql://localhost/x'],
  ['GUILDHALL_URL', 'guild.example.org'],
  ['GUILDHALL_URL', 'https://example.org/guild'],
  ['GUILDHALL_SECRET', 'short'],
  ['GUILDHALL_LOG_LEVEL', 'loud'],
  ['GUILDHALL_ZONE', 'Mars/Olympus'],
  ['GUILDHALL_TRUSTED_PROXIES', 'my-proxy'],
  ['GUILDHALL_TRUSTED_PROXIES', '10.0.0.0/99'],
  ['GUILDHALL_METRICS_TOKEN', 'x'],
  ['SMTP_URL', 'localhost:25'],
  ['OIDC_ISSUER', 'https://id.example.org'],
  ['GUILDHALL_WORKER_PORT', '3000'],
])('names the wrong setting %s=%s', (name, value) => {
  expect(() => parseEnv({ [name]: value })).toThrow(`The environment variable ${name} is invalid`)
})

test('asks for a port of the worker where none comes after that of the web', () => {
  expect(() => parseEnv({ PORT: '65535' })).toThrow(
    'The environment variable GUILDHALL_WORKER_PORT is invalid: must be set',
  )
  expect(parseEnv({ PORT: '65535', GUILDHALL_WORKER_PORT: '9000' }).workerPort).toBe(9000)
})
