import { z } from 'zod';
import { contractFile } from '../../support/portkey-contract.ts';
import { closedPort, serveHttp } from '../../support/servers.ts';
import { installed, startServer, type RunningServer } from './process.ts';

/** What was asked of Prism, and what it has against the request or against its own answer. */
export interface Exchanged {
  readonly call: string;
  readonly status: number;
  /** Places and messages of what breaks the document. */
  readonly violations: readonly {
    readonly location: readonly string[];
    readonly message: string;
  }[];
  readonly answer: string;
}

/** Prism, which answers as Portkey's document says, and a relay before it. */
export interface Prism extends RunningServer {
  /** The base URL of the API, as PORTKEY_BASE_URL takes it. */
  readonly url: string;
  /** Everything that was exchanged since the last call of this. */
  readonly exchanged: () => readonly Exchanged[];
}

/**
 * Starts Prism with Portkey's document. The relay takes off the version, which is in the address of a
 * server in the document and not in its paths, and puts the slug that was asked for or sent in place of
 * the example's, since an example is always about the same integration.
 */
export async function startPrism(): Promise<Prism> {
  const { origin, port } = new URL(await closedPort());
  const server = await startServer(
    process.execPath,
    [
      installed('node', 'node_modules', '@stoplight', 'prism-cli', 'dist', 'index.js'),
      ...['mock', '--host', '127.0.0.1', '--port', port, contractFile],
    ],
    { ready: 'Prism is listening' },
  );
  let exchanged: Exchanged[] = [];
  const relay = await serveHttp((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const path = url.replace(/^\/v1/, '');
      const names = ['x-portkey-api-key', 'content-type', 'accept'];
      const passed = names.flatMap((name): [string, string][] => {
        const value = headers[name];
        return typeof value === 'string' ? [[name, value]] : [];
      });
      const body = Buffer.concat(pieces);
      const sent = body.length === 0 ? {} : { body };
      void fetch(`${origin}${path}`, { method, headers: passed, ...sent })
        .then(async (answered) => ({ answered, text: await answered.text() }))
        .then(({ answered: { status, headers: given }, text }) => {
          exchanged.push({
            call: `${method} ${path.replace(/\?.*/, '')}`,
            status,
            violations: violationsIn(given.get('sl-violations')),
            answer: text,
          });
          response.writeHead(status, { 'content-type': 'application/json' });
          response.end(ofIntegration(slugIn(path) ?? slugOf(body), text));
        });
    });
  });
  return {
    url: `${relay.url}/v1`,
    exchanged: () => {
      const all = exchanged;
      exchanged = [];
      return all;
    },
    close: async () => {
      await relay.close();
      await server.close();
    },
  };
}

const violations = z.array(z.looseObject({ location: z.array(z.string()), message: z.string() }));

const violationsIn = (header: string | null) =>
  header === null ? [] : violations.parse(JSON.parse(header));

const slugIn = (path: string) => /^\/integrations\/([^/?]+)$/.exec(path)?.[1];

/** The slug of what a request creates. */
function slugOf(body: Buffer): string | undefined {
  if (body.length === 0) return undefined;
  return z.looseObject({ slug: z.string().optional() }).parse(JSON.parse(body.toString())).slug;
}

const ofIntegration = (slug: string | undefined, answer: string) =>
  slug === undefined ? answer : answer.replace('"slug":"string"', `"slug":"${slug}"`);
