import { writeFile } from 'node:fs/promises'
import { createDb, createPool } from '@/lib/core/db/client'
import { startTestCluster } from './test-cluster'
import { makeZoneList, toFile, ZONE_LIST_FILE } from './zone-list'

/** `npm run time:zones` writes the list of time zones anew; lib/core/time/zone-list.test.ts says whether the committed one is that. */
async function main(): Promise<void> {
  const cluster = await startTestCluster()
  const db = createDb(createPool(cluster.ownerUrl, 1))
  try {
    const list = await makeZoneList(db)
    await writeFile(ZONE_LIST_FILE, toFile(list))
    console.log(`${list.zones.length} zones, ${list.aliases.length} other names; left out: ${list.leftOut.join(', ')}`)
  } finally {
    await db.destroy()
    await cluster.stop()
  }
}

await main()
