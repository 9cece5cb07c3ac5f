import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { isLocalPeer, peerAddress, proxyList, setPeerAddress } from './peer'

const PROXIES = proxyList(['10.0.0.0/8', '2001:db8::/32'])

function marked(remoteAddress: string, headers: Record<string, string> = {}): Headers {
  const request = { socket: { remoteAddress }, headers: { ...headers } } as unknown as IncomingMessage
  setPeerAddress(request, PROXIES)
  return new Headers(request.headers as Record<string, string>)
}

test('is the address of the connection, an IPv4 one in plain form', () => {
  expect(peerAddress(marked('::ffff:192.0.2.1'))).toBe('192.0.2.1')
  expect(peerAddress(marked('2001:db9::1'))).toBe('2001:db9::1')
})

test('is never what the client says of itself', () => {
  const forged = { 'x-guildhall-peer': '127.0.0.1', 'x-guildhall-local': 'yes', 'x-forwarded-for': '127.0.0.1' }
  const headers = marked('192.0.2.1', forged)
  expect(peerAddress(headers)).toBe('192.0.2.1')
  expect(isLocalPeer(headers)).toBe(false)
})

test('is what the nearest trusted proxy says, however many there are, and nothing further left', () => {
  expect(peerAddress(marked('10.0.0.1', { 'x-forwarded-for': '198.51.100.9' }))).toBe('198.51.100.9')
  expect(peerAddress(marked('2001:db8::5', { 'x-forwarded-for': '203.0.113.7, 198.51.100.9, 10.2.3.4' }))).toBe(
    '198.51.100.9',
  )
  expect(peerAddress(marked('10.0.0.1', { 'x-forwarded-for': 'nonsense' }))).toBe('10.0.0.1')
  expect(peerAddress(marked('10.0.0.1'))).toBe('10.0.0.1')
})

test('is local only without a word of forwarding', () => {
  expect(isLocalPeer(marked('127.0.0.1'))).toBe(true)
  expect(isLocalPeer(marked('::1'))).toBe(true)
  expect(isLocalPeer(marked('::ffff:127.0.0.1'))).toBe(true)
  for (const name of ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip']) {
    expect(isLocalPeer(marked('127.0.0.1', { [name]: 'x' }))).toBe(false)
  }
})
