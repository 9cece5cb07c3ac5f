export function chooseNode(version: string, hasBundled: boolean): 'here' | 'bundled' | 'refuse'
