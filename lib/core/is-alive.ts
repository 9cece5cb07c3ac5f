/** Whether a process of this machine is there, also one that may not be signalled from here. */
export function isProcessRunning(pid: number): boolean {
  // 0 would stand for our own group.
  if (!pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
