import type { Failure } from '../../core/errors.ts';
import { isLoopback } from '../../core/loopback.ts';
import type { Sourced } from '../../core/sources.ts';
import { isTransportCause } from '../../core/transport-causes.ts';
import type { FrontDoorAnswer } from '../../planes/port/front-door.ts';
import type { AdviceFacts } from './advice.ts';
import { failureIn, seenIn, type LookedUp } from './looked-up.ts';
import type { ExaminedCheck } from './report.ts';
import { causeIn, failed, notLookedAt, passed, skipped, type CheckName } from './verdicts.ts';

/** The proxy that the environment prescribes. */
export interface ProxyInUse {
  /** The variable that names it. */
  readonly variable: string;
  /** Host and port. */
  readonly host: string;
  /** True if NO_PROXY names the host of the address. */
  readonly exempt: boolean;
}

/** How requests leave this machine, as settings and environment say. */
export interface RouteSettings {
  /** Undefined without one. */
  readonly proxy: LookedUp<ProxyInUse | undefined>;
  /** Certificate authorities besides those built in, by what names them. */
  readonly authorities: LookedUp<readonly string[]>;
}

/** What was looked up of the way to Port. */
export interface RouteFacts {
  readonly address: Sourced<string>;
  readonly sandbox: boolean;
  readonly route: RouteSettings;
  /** What the address answered to a request without credentials. */
  readonly door: LookedUp<FrontDoorAnswer>;
}

const named = (id: string, title: string): CheckName => ({ area: 'route', id, title });

const names = {
  proxy: named('proxy', 'Proxy'),
  authorities: named('authorities', 'Authorities'),
  host: named('dns', 'Host name'),
  connection: named('connection', 'Connection'),
  tls: named('tls', 'TLS'),
  answer: named('answer', 'Answer'),
};

/** The steps of an exchange in their order, as far as each can fail for itself. */
const stages = ['host', 'connection', 'tls', 'answer'] as const;
type ExchangeStep = (typeof stages)[number];

/** The step at which an exchange ended without an answer. */
function stageOf({ name, details }: Failure): ExchangeStep {
  if (name === 'DNS_FAILED') return 'host';
  if (name.startsWith('TLS_')) return 'tls';
  if (name.startsWith('CONNECT_') || name.startsWith('PROXY_')) return 'connection';
  return details?.['phase'] === 'connecting' ? 'connection' : 'answer';
}

/** Follows the way to Port from the proxy to the answer; what comes after the first break is not known. */
export function routeChecks(facts: RouteFacts, about: AdviceFacts): ExaminedCheck[] {
  if (facts.sandbox) return [...sandboxed(), answerCheck(facts, about)];
  const before = [proxyCheck(facts, about), authoritiesCheck(facts, about)];
  const broken = causeIn(before);
  const steps = broken
    ? stages.map((stage) => notLookedAt(names[stage], broken))
    : exchangeChecks(facts, about);
  return [...before, ...steps];
}

const sandboxed = () => [
  skipped(named('network', 'Network'), 'the sandbox answers in this process: nothing leaves it'),
];

function proxyCheck({ address, route }: RouteFacts, about: AdviceFacts): ExaminedCheck {
  const failure = failureIn(route.proxy);
  if (failure) return failed(names.proxy, failure, about);
  const { host } = new URL(address.value);
  const proxy = seenIn(route.proxy);
  if (isLoopback(new URL(address.value).hostname)) {
    return skipped(names.proxy, 'this machine is reached without one');
  }
  if (!proxy) return skipped(names.proxy, 'none: no variable names one');
  const { variable, host: through, exempt } = proxy;
  return exempt
    ? passed(names.proxy, `NO_PROXY exempts ${host} from ${through} (${variable})`)
    : passed(names.proxy, `${through} (${variable}); NO_PROXY does not exempt ${host}`);
}

function authoritiesCheck({ route }: RouteFacts, about: AdviceFacts): ExaminedCheck {
  const failure = failureIn(route.authorities);
  if (failure) return failed(names.authorities, failure, about);
  const more = seenIn(route.authorities) ?? [];
  return passed(names.authorities, ['those built in', ...more].join(', and '));
}

function exchangeChecks(facts: RouteFacts, about: AdviceFacts): ExaminedCheck[] {
  const failure = failureIn(facts.door);
  const broke = failure && isOnTheWay(failure) ? stageOf(failure) : undefined;
  if (!failure || broke === undefined) {
    return [...passes(facts, stages.slice(0, -1)), answerCheck(facts, about)];
  }
  const at = stages.indexOf(broke);
  const cause = failed(names[broke], failure, about);
  return [
    ...passes(facts, stages.slice(0, at)),
    cause,
    ...stages.slice(at + 1).map((stage) => notLookedAt(names[stage], cause)),
  ];
}

/** Whether no answer came, whatever its kind. */
const isOnTheWay = ({ name }: Failure) => isTransportCause(name) && name !== 'CONFIG_INVALID';

function passes({ address, route }: RouteFacts, done: readonly ExchangeStep[]): ExaminedCheck[] {
  const { hostname, host, protocol } = new URL(address.value);
  const proxy = seenIn(route.proxy);
  const through = proxy && !proxy.exempt && !isLoopback(hostname) ? proxy.host : undefined;
  const isAddress = /^[\d.]+$|^\[/.test(hostname);
  return done.map((stage) => {
    const name = names[stage];
    if (stage === 'host') {
      if (isAddress) return skipped(name, `${hostname} is an address itself`);
      return through === undefined
        ? passed(name, `${hostname} has an address`)
        : skipped(name, `left to the proxy ${through}`);
    }
    if (stage === 'connection') {
      return passed(name, through === undefined ? `to ${host}` : `to ${host} through ${through}`);
    }
    return protocol === 'http:'
      ? skipped(name, 'plain http, on this machine')
      : passed(name, 'the certificate is trusted, and is for this host');
  });
}

function answerCheck({ door, address, sandbox }: RouteFacts, about: AdviceFacts): ExaminedCheck {
  const failure = failureIn(door) ?? seenIn(door)?.failure;
  if (failure) return failed(names.answer, failure, about);
  const answer = seenIn(door);
  const ms = answer ? answer.answeredAt.getTime() - answer.sentAt.getTime() : undefined;
  const who = sandbox ? 'the sandbox answers' : `an API answers at ${new URL(address.value).host}`;
  const says = `${who} (HTTP ${answer?.status ?? ''} without credentials)`;
  return passed(names.answer, says, ms);
}
