import type { Send } from '../core/http.ts';
import { isLoopback } from '../core/loopback.ts';
import type { Config } from '../vendors/test-requests.ts';
import type { Secret } from '../core/secret.ts';
import { proxySettings } from '../http/proxy-settings.ts';
import type { Runtime } from '../runtime.ts';
import type { Context } from './context.ts';

/** How a report names the providers that `--sandbox` carries. */
export const simulatedProviders = "the sandbox's simulated providers";

/** Whether a configuration names a server on this machine: that is asked itself, in the sandbox too. */
function isHere(config: Config): boolean {
  const address = config['baseUrl'] ?? config['endpoint'];
  if (typeof address !== 'string' || !URL.canParse(address)) return false;
  return isLoopback(new URL(address).hostname);
}

/** The way out to the server of a configuration, as a report says it. */
export function provedFrom({ provedFrom: usual }: DirectWorld, config: Config): string {
  return usual === simulatedProviders && isHere(config) ? thisMachine : usual;
}

const thisMachine = 'this machine';

/** What a connection test from here may use of the world. */
export interface DirectWorld extends Pick<Runtime, 'now' | 'sleep' | 'random' | 'signal'> {
  /** Without retries. */
  readonly send: Send;
  readonly redact: (text: string) => string;
  readonly hold: (value: string) => Secret;
  readonly caller: 'this-machine';
  /** The way out, as a report says it. */
  readonly provedFrom: string;
}

/** Opens the way to the providers: the network, or the simulated ones of the sandbox. */
export async function directWorld(context: Context): Promise<DirectWorld> {
  const { runtime, settings, providers, redact, hold } = context;
  const { now, sleep, random, signal, env } = runtime;
  const { sandbox } = await settings();
  const proxy = sandbox.value ? undefined : proxySettings(env);
  const here = proxy ? `${thisMachine} via the proxy ${proxy.host}` : thisMachine;
  return {
    send: await providers(),
    now,
    sleep,
    random,
    signal,
    redact,
    hold,
    caller: 'this-machine',
    provedFrom: sandbox.value ? simulatedProviders : here,
  };
}
