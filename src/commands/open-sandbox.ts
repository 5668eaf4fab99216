import type { Send } from '../core/http.ts';
import type { SandboxPlane, Invocation } from '../cli/invocation.ts';
import type { PlaneId } from '../planes/index.ts';
import { portkeySandboxPath } from '../planes/portkey/sandbox-path.ts';
import type { Runtime } from '../runtime.ts';

/** Opens the sandbox in this process: `--sandbox` needs no server. Loaded when it is used. */
export function openSandbox({ now, sleep, connect }: Runtime): Invocation['openSandbox'] {
  return async (directory, out) => {
    const { openSandbox: open } = await import('../sandbox/open.ts');
    const sandbox = open({ dir: directory, now, sleep, loopback: whenAsked(() => connect(out)) });
    const planes = {
      port: { basePath: '', credential: (role) => sandbox.token(role) },
      portkey: { basePath: portkeySandboxPath, credential: (role) => sandbox.portkeyKey(role) },
    } satisfies Record<PlaneId, SandboxPlane>;
    return { send: sandbox.send, providers: sandbox.providers, planes };
  };
}

/** A Send that is opened by its first request: loading the transport costs time. */
export function whenAsked(open: () => Send): Send {
  let opened: Send | undefined;
  return (request) => (opened ??= open())(request);
}
