const whole = new Intl.NumberFormat('en-US')

/** `1 run`, `12 runs`, `1,200 runs`; for irregular words pass the plural. */
export const countOf = (count: number, one: string, many = `${one}s`): string =>
  `${whole.format(count)} ${count === 1 ? one : many}`
