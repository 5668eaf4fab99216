import type { Send } from '../../core/http.ts';
import { isPortkeyCloud } from '../../planes/portkey/base-url.ts';
import { portkeySandboxPath } from '../../planes/portkey/sandbox-path.ts';

/** Sends what is for Portkey's own cloud, as the gateway of a connection is, to the sandbox's Portkey. */
export function withPortkeyCloud(others: Send, portkey: Send): Send {
  return (request) => {
    const { url } = request;
    if (!isPortkeyCloud(url.href)) return others(request);
    const there = new URL(url);
    there.pathname = url.pathname.replace(/^\/v1(?=\/|$)/, portkeySandboxPath);
    return portkey({ ...request, url: there });
  };
}
