import { expect, test } from 'vitest'
import { scriptsOf } from './scripts'

test('finds scripts and preloads once, and leaves out inline ones, styles and the noModule polyfill', () => {
  const html = `<link rel="stylesheet" href="/a.css"/><link rel="preload" as="script" fetchPriority="low" href="/a.js"/>
    <script src="/a.js" async=""></script><script>var x = "src"</script><script src="/p.js" noModule=""></script>
    <link rel="modulepreload" href="/m.js"/>`
  expect(scriptsOf(html)).toEqual(['/a.js', '/m.js'])
})
