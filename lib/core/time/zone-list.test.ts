import { readFile } from 'node:fs/promises'
import { expect, test } from '@/tests/support/database'
import { makeZoneList, toFile, ZONE_LIST_FILE } from '@/tests/support/zone-list'

// Another PostgreSQL than the embedded one has zone data of another age.
test.skipIf(process.env.TEST_POSTGRES_URL)(
  'the committed list is what PostgreSQL and Node agree on; else run npm run time:zones',
  { timeout: 300_000 },
  async ({ db }) => {
    const list = await makeZoneList(db)
    expect(await readFile(ZONE_LIST_FILE, 'utf8')).toBe(toFile(list))
    expect(list.leftOut).toEqual(['Factory'])
  },
)
