import { statfs } from 'node:fs/promises'
import { freemem, tmpdir } from 'node:os'

const MEMORY = '/dev/shm'
/** Several times of what all databases of a run take at once. */
const ROOM_BYTES = 8 * 2 ** 30

/** Where data of a test may lie. */
export const FOLDERS: readonly string[] = [MEMORY, tmpdir()]

/** Where a test puts what nobody keeps: in memory, which spares a tenth of all time, where there is plenty of it. */
export async function quickFolder(): Promise<string> {
  const room = await statfs(MEMORY).then(
    ({ bavail, bsize }) => Math.min(bavail * bsize, freemem()),
    () => 0,
  )
  return room > ROOM_BYTES ? MEMORY : tmpdir()
}
