/** The cookies of a browser on one site, as far as tests need them: names, values and removal. */
export class CookieJar {
  private readonly cookies = new Map<string, string>()

  /** Takes over what a response sets. */
  take(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split('; ')
      const at = pair.indexOf('=')
      const isRemoved = attributes.some((attribute) => /^max-age=0$/i.test(attribute)) || pair.length === at + 1
      if (isRemoved) this.cookies.delete(pair.slice(0, at))
      else this.cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
  }

  get header(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  has(name: string): boolean {
    return this.cookies.has(name)
  }

  delete(name: string): void {
    this.cookies.delete(name)
  }

  get names(): string[] {
    return [...this.cookies.keys()]
  }
}
