import { setTimeout as sleep } from 'node:timers/promises';
import type { Send } from '../../src/core/http.ts';
import { parseFault } from '../../src/sandbox/faults.ts';
import { openSandbox } from '../../src/sandbox/open.ts';
import { serveSandbox } from '../../src/sandbox/serve.ts';
import { sandboxCredentials } from '../../src/sandbox/port/token.ts';

/** One request that arrived. */
export interface Arrived {
  /** "METHOD /path". */
  readonly what: string;
  readonly body: string | undefined;
}

/** The sandbox on a free port, as a process elsewhere would serve it; its state ends with it. */
export interface ServedTestSandbox {
  readonly url: string;
  /** The environment of its administrator, and of a mere member. */
  readonly admin: Readonly<Record<string, string>>;
  readonly member: Readonly<Record<string, string>>;
  readonly arrived: Arrived[];
  /** Moves its clock by so many hours against the true time. */
  readonly moveClock: (hours: number) => void;
  readonly close: () => Promise<void>;
}

export async function servedSandbox(faults: readonly string[] = []): Promise<ServedTestSandbox> {
  let offsetMs = 0;
  const arrived: Arrived[] = [];
  const sandbox = openSandbox({
    now: () => new Date(Date.now() + offsetMs),
    sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
    faults: faults.map(parseFault),
  });
  const send: Send = (request) => {
    arrived.push({ what: `${request.method} ${request.url.pathname}`, body: request.body });
    return sandbox.send(request);
  };
  const { url, close } = await serveSandbox({ send, simulated: sandbox.simulated });
  const signedIn = ({ clientId, clientSecret }: { clientId: string; clientSecret: string }) => ({
    PORT_BASE_URL: url,
    PORT_CLIENT_ID: clientId,
    PORT_CLIENT_SECRET: clientSecret,
  });
  return {
    url,
    admin: signedIn(sandboxCredentials.admin),
    member: signedIn(sandboxCredentials.member),
    arrived,
    moveClock: (hours) => (offsetMs = hours * 3_600_000),
    close,
  };
}
