import type { TestEvent } from '../connection-test/dependencies.ts';
import { isLoopback } from '../core/loopback.ts';
import type { Secret } from '../core/secret.ts';
import { curlOf } from '../core/text/curl.ts';
import { proxySettings } from '../http/proxy-settings.ts';
import { heartbeat, silence } from '../ui/heartbeat.ts';
import type { Config } from '../planes/port/config.ts';
import type { TestedProvider } from '../planes/port/tested-provider.ts';
import type { AwsProfile } from './aws-credentials.ts';
import { givenCredentials } from './connection-test-credentials.ts';
import type { Context } from './context.ts';
import type { SecretWord } from './secret-flags.ts';

/** How a report names the providers that `--sandbox` carries. */
const simulatedProviders = "the sandbox's simulated providers";

const thisMachine = 'this machine';

/** What the flags of a connection test from here say of credentials, and of what is printed. */
export interface TestFlags {
  readonly words: readonly SecretWord[];
  readonly awsProfile?: AwsProfile | undefined;
  readonly showRequest: boolean;
}

/** Opens the way to the providers: the network, or the simulated ones of the sandbox. */
export async function engineDependencies(context: Context) {
  const { runtime, settings, providers, redact, hold } = context;
  const { now, sleep, random, signal, env } = runtime;
  const { sandbox } = await settings();
  const proxy = sandbox.value ? undefined : proxySettings(env);
  const here = proxy ? `${thisMachine} via the proxy ${proxy.host}` : thisMachine;
  return {
    send: await providers(),
    ...{ now, sleep, random, signal, redact, hold },
    caller: 'this-machine',
    /** The way out, as a report says it. */
    provedFrom: sandbox.value ? simulatedProviders : here,
  } as const;
}

/**
 * What a connection test from this machine needs of the outside: the way to the providers, the values
 * that the flags give, and somebody who watches.
 */
export async function connectionTest(context: Context, flags: TestFlags) {
  const dependencies = await engineDependencies(context);
  const { timeout } = await context.settings();
  const usual = dependencies.provedFrom;
  return {
    ...dependencies,
    provedFrom: (config: Config) =>
      usual === simulatedProviders && isHere(config) ? thisMachine : usual,
    credentials: (
      subjects: readonly TestedProvider[],
      held: ReadonlyMap<string, Secret> | undefined,
    ) => givenCredentials(context, subjects, flags, held),
    ...(timeout.source.kind === 'default' ? {} : { timeoutMs: timeout.value * 1000 }),
    watch: watchOf(context, flags),
  } as const;
}

/** Whether a configuration names a server on this machine: that is asked itself, in the sandbox too. */
function isHere(config: Config): boolean {
  const address = config['baseUrl'] ?? config['endpoint'];
  if (typeof address !== 'string' || !URL.canParse(address)) return false;
  return isLoopback(new URL(address).hostname);
}

interface Estimate {
  readonly generate: boolean;
  readonly requests: number;
  readonly mostRequests: number;
  readonly mostTokens: number;
}

/** Tells on stderr of costs beforehand, of requests where that is wished for, and of waits. */
function watchOf({ out, globals, runtime, redact }: Context, { showRequest }: TestFlags) {
  const { stderr: stream, now, sleep } = runtime;
  const heart =
    globals.json || globals.quiet
      ? silence
      : heartbeat({ stream, now, sleep, redact, note: (text) => out.note(text) });
  return {
    start(estimate: Estimate) {
      if (stream.isTTY === true) out.note(costInWords(estimate));
    },

    follow(config: Config) {
      const customHeaders = headerNames(config);
      return ({ kind, id, provider, model, stage, title, request }: TestEvent) => {
        const key = `${provider} ${id}`;
        if (kind === 'answered') {
          heart.answered(key);
          return;
        }
        if (showRequest) {
          heart.clear();
          const curl = curlOf(request, { redact, customHeaders });
          out.trace(`# ${[provider, model, stage, title].filter(Boolean).join(' · ')}\n${curl}`, {
            provider,
            ...(model === undefined ? {} : { model }),
            stage,
            title,
            curl,
          });
        }
        const asksModel = model !== undefined && (stage === 'generate' || stage === 'structured');
        heart.sent(key, asksModel ? `the model ${model}` : `${provider} (${title})`);
      };
    },

    stop: () => heart.stop(),
  };
}

function costInWords({ generate, requests, mostRequests, mostTokens }: Estimate): string {
  if (!generate) return 'Makes free calls only.';
  const most = `at most ${inWords(mostRequests)} and ${inWords(mostTokens)} output tokens`;
  return `Sends about ${inWords(requests)} request${requests === 1 ? '' : 's'}, ${most}.`;
}

function inWords(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

function headerNames(config: Config): string[] {
  const headers = config['customHeaders'];
  if (typeof headers !== 'object' || headers === null) return [];
  return Object.keys(headers).map((name) => name.toLowerCase());
}
