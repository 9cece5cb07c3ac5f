export function bundlePrograms(root: string): Promise<string>
export function bundleInto(folder: string, root: string, entries: Record<string, string>): Promise<string[]>
