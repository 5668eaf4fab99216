import { join } from 'node:path';
import { closedPort } from '../../support/servers.ts';
import { installed, startServer, type RunningServer } from './process.ts';

/** Portkey's open gateway: it knows no keys of its own, and finds its way by headers. */
export interface Gateway extends RunningServer {
  readonly url: string;
}

/** The headers that lead a request through the gateway to this server. */
export const leadingTo = (baseUrl: string, provider = 'openai') => ({
  'x-portkey-provider': provider,
  'x-portkey-custom-host': baseUrl,
});

export async function startGateway(): Promise<Gateway> {
  const { origin: url, port } = new URL(await closedPort());
  const program = installed('node', 'node_modules/@portkey-ai/gateway/build/start-server.js');
  const server = await startServer(
    process.execPath,
    [
      ...['--require', join(import.meta.dirname, 'loopback-only.cjs')],
      ...[program, '--headless', `--port=${port}`],
    ],
    { ready: 'Ready for connections' },
  );
  return { ...server, url };
}
