import { expect, test } from 'vitest'
import { isPublicAddress } from './addresses'

/** First and last addresses of the blocks of IANA's special-purpose registries, and what else hides an address. */
const SPECIAL = [
  ['0.0.0.0', '0.255.255.255', 'this network'],
  ['10.0.0.0', '10.255.255.255', 'private'],
  ['100.64.0.0', '100.127.255.255', 'shared'],
  ['127.0.0.0', '127.255.255.255', 'loopback'],
  ['169.254.0.0', '169.254.255.255', 'link-local'],
  ['172.16.0.0', '172.31.255.255', 'private'],
  ['192.0.0.0', '192.0.0.255', 'protocol assignments'],
  ['192.0.2.0', '192.0.2.255', 'documentation'],
  ['192.88.99.0', '192.88.99.255', '6to4 relay'],
  ['192.168.0.0', '192.168.255.255', 'private'],
  ['198.18.0.0', '198.19.255.255', 'benchmarking'],
  ['198.51.100.0', '198.51.100.255', 'documentation'],
  ['203.0.113.0', '203.0.113.255', 'documentation'],
  ['224.0.0.0', '239.255.255.255', 'multicast'],
  ['240.0.0.0', '255.255.255.254', 'reserved'],
  ['255.255.255.255', '255.255.255.255', 'broadcast'],
  ['::', '::', 'unspecified'],
  ['::1', '::1', 'loopback'],
  ['::7f00:1', '::10.0.0.1', 'IPv4-compatible'],
  ['::ffff:0.0.0.0', '::ffff:127.0.0.1', 'mapped'],
  ['::ffff:7f00:1', '::ffff:a9fe:a9fe', 'mapped, in hexadecimal'],
  ['::ffff:0:127.0.0.1', '::ffff:0:10.0.0.1', 'translated'],
  ['64:ff9b::', '64:ff9b::ffff:ffff', 'NAT64'],
  ['64:ff9b:1::', '64:ff9b:1:ffff:ffff:ffff:ffff:ffff', 'local NAT64'],
  ['100::', '100::ffff:ffff:ffff:ffff', 'discard'],
  ['2001::', '2001:0:ffff:ffff:ffff:ffff:ffff:ffff', 'Teredo'],
  ['2001:2::', '2001:2:0:ffff:ffff:ffff:ffff:ffff', 'benchmarking'],
  ['2001:10::', '2001:1f:ffff:ffff:ffff:ffff:ffff:ffff', 'ORCHID'],
  ['2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', 'documentation'],
  ['2002::', '2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '6to4'],
  ['2002:7f00:1::', '2002:a00:1::', '6to4 of private addresses'],
  ['3fff::', '3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff', 'documentation'],
  ['5f00::', '5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'segment routing'],
  ['fc00::', 'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'unique local'],
  ['fe80::', 'febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'link-local'],
  ['fe80::1%eth0', 'fe80::1%1', 'link-local with its zone'],
  ['fec0::', 'feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'site-local'],
  ['ff00::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'multicast'],
] as const

test.for(SPECIAL)('%s to %s is not public: %s', ([first, last]) => {
  expect([isPublicAddress(first), isPublicAddress(last)]).toEqual([false, false])
})

test.for([
  ...['1.0.0.1', '8.8.8.8', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.255.255.255'],
  ...['128.0.0.0', '169.253.255.255', '172.15.255.255', '172.32.0.0', '192.0.1.0', '192.167.255.255', '198.20.0.0'],
  ...['223.255.255.255', '2606:4700:4700::1111', '2a00:1450:4001:80e::200e', '::ffff:8.8.8.8', '3ffe::1'],
])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true)
})

test.for(['', 'localhost', '127.1', '0x7f.0.0.1', '2130706433', '8.8.8', '[::1]', '8.8.8.8/32', ' 8.8.8.8'])(
  '“%s” is no address',
  (text) => {
    expect(isPublicAddress(text)).toBe(false)
  },
)
