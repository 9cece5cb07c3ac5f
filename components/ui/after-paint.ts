/**
 * Runs something once what was just changed can be seen: a request costs milliseconds of the page's own time to send, which nobody
 * should wait for who waits for the picture. A tab out of sight paints nothing, and it is run all the same.
 * @returns calls it off
 */
export function afterPaint(run: () => void): () => void {
  let timer = setTimeout(run, LATEST_MS)
  const frame = requestAnimationFrame(() => {
    clearTimeout(timer)
    timer = setTimeout(run)
  })
  return () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }
}

const LATEST_MS = 500
