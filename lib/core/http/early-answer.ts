import type { IncomingMessage, ServerResponse } from 'node:http'

export function closeAfterEarlyAnswer(_request: IncomingMessage, _response: ServerResponse): void {}
