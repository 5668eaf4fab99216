import type { Invocation } from '../../src/cli/invocation.ts';
import { openSandbox } from '../../src/commands/open-sandbox.ts';
import type { HttpRequest, HttpResponse, Send } from '../../src/core/http.ts';
import { portkeySandboxPath } from '../../src/planes/portkey/sandbox-path.ts';
import type { Runtime } from '../../src/runtime.ts';

/** A request to Portkey that was answered in a test. */
export interface PortkeyExchange {
  /** Path and query below the base URL. */
  readonly path: string;
  readonly request: HttpRequest;
  readonly answer: HttpResponse;
  /** Whose the request is: that of the program has to be allowed, that of a test may be bad on purpose. */
  readonly from: 'portai' | 'a test';
  /** Who answered: the sandbox has to keep to the document, a scripted server may be odd on purpose. */
  readonly by: 'the sandbox' | 'a script';
}

let exchanges: PortkeyExchange[] = [];

/** Everything that was exchanged since the last call of this. */
export function takeExchanges(): readonly PortkeyExchange[] {
  const all = exchanges;
  exchanges = [];
  return all;
}

/** Paths of the Admin API and the gateway, behind the base URL that a test gives them. */
const ofPortkey =
  /\/(?:integrations|admin|providers|secret-references|policies|audit-logs|chat)(?:\/|$)/;

function pathIn({ url: { pathname, search }, headers }: HttpRequest): string | undefined {
  if (pathname.startsWith(`${portkeySandboxPath}/`)) {
    return pathname.slice(portkeySandboxPath.length) + search;
  }
  const at = headers['x-portkey-api-key'] === undefined ? -1 : pathname.search(ofPortkey);
  return at < 0 ? undefined : pathname.slice(at) + search;
}

/** The same Send, whose exchanges with Portkey are kept for the check after the test. */
export function watched(send: Send, whose: Pick<PortkeyExchange, 'from' | 'by'>): Send {
  return async (request) => {
    const answer = await send(request);
    const path = pathIn(request);
    if (path !== undefined) exchanges.push({ path, request, answer, ...whose });
    return answer;
  };
}

/** The sandbox that --sandbox opens, watched. */
export function watchedSandbox(runtime: Runtime): Invocation['openSandbox'] {
  const open = openSandbox(runtime);
  return async (directory, out) => {
    const door = await open(directory, out);
    return { ...door, send: watched(door.send, { from: 'portai', by: 'the sandbox' }) };
  };
}
