import { shellWord } from '../../core/text/shell.ts';
import type { Style } from '../style.ts';

/** Where a sandbox listens, and the credentials it knows. They open nothing else. */
export interface SandboxView {
  readonly port: {
    readonly url: string;
    readonly clientId: string;
    readonly clientSecret: string;
    readonly member: { readonly clientId: string; readonly clientSecret: string };
  };
  readonly portkey: {
    readonly url: string;
    /** A key of the organisation. */
    readonly apiKey: string;
    /** A key of the workspace `eng`, for the gateway as well. */
    readonly workspaceKey: string;
  };
}

/** The exports that a shell needs; pasted or evaluated, they point portai, and the tools of Port and Portkey, here. */
export function renderSandbox({ port, portkey }: SandboxView, style: Style): string {
  const { url, clientId, clientSecret, member } = port;
  return [
    `export PORT_BASE_URL=${shellWord(url)}`,
    `export PORT_CLIENT_ID=${shellWord(clientId)}`,
    `export PORT_CLIENT_SECRET=${shellWord(clientSecret)}`,
    style.dim(
      `# a member instead of an admin: PORT_CLIENT_ID=${member.clientId} PORT_CLIENT_SECRET=${member.clientSecret}`,
    ),
    `export PORTKEY_BASE_URL=${shellWord(portkey.url)}`,
    `export PORTKEY_API_KEY=${shellWord(portkey.apiKey)}`,
    style.dim(`# a key of the workspace eng instead: PORTKEY_API_KEY=${portkey.workspaceKey}`),
  ].join('\n');
}
