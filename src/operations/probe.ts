import { PortaiError } from '../domain/errors.ts';
import type { HttpRequest, HttpResponse, Send } from '../domain/http.ts';
import type {
  Config,
  Probe,
  ProbeInput,
  ProbeRequest,
  Variant,
  Verdict,
} from '../domain/provider-types/define.ts';
import type { Secret } from '../domain/secret.ts';
import { signAwsRequest } from '../domain/sigv4.ts';

const timeoutMs = 30_000;
const atOnce = 3;

export interface ProbeWorld {
  readonly send: Send;
  /** The value behind a name in the configuration; throws a PortaiError when there is none. */
  readonly secret: (name: unknown) => Secret;
  readonly now: () => Date;
}

/** A verdict, and whether it is about the credential or the endpoint, and so about every model. */
interface Finding {
  readonly verdict: Verdict;
  readonly forAll: boolean;
}

/**
 * Tests models of a configuration with real requests and says for each what came of it. A sign-in
 * goes first, then the first model alone; what condemns the credential is not asked again. The rest
 * go three at a time. Never rejects for what a provider or the network does.
 */
export async function probeModels(
  variant: Variant,
  config: Config,
  models: readonly string[],
  world: ProbeWorld,
): Promise<Record<string, Verdict>> {
  const { probe } = variant;
  const [first, ...rest] = models;
  const same = (names: readonly string[], verdict: Verdict) =>
    Object.fromEntries(names.map((name) => [name, verdict]));
  if (first === undefined) return {};
  if (!probe) {
    return same(models, { status: 'unverifiable', message: 'Nothing to test from outside' });
  }

  const signedIn = await signIn(probe, config, first, world);
  if ('verdict' in signedIn) return same(models, signedIn.verdict);
  const test = (model: string) => probeModel(probe, config, model, signedIn.session, world);

  const opening = await test(first);
  if (opening.forAll) return same(models, opening.verdict);
  const findings = new Map([[first, opening.verdict]]);
  const waiting = rest.values();
  const worker = async () => {
    for (const model of waiting) findings.set(model, (await test(model)).verdict);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return Object.fromEntries(
    models.flatMap((model) => {
      const verdict = findings.get(model);
      return verdict ? [[model, verdict] as const] : [];
    }),
  );
}

type Session = Readonly<Record<string, string>>;

async function signIn(
  probe: Probe,
  config: Config,
  model: string,
  world: ProbeWorld,
): Promise<{ session: Session } | { verdict: Verdict }> {
  if (!probe.signIn) return { session: {} };
  const { request, read } = probe.signIn;
  const input = { config, model, secret: world.secret, now: world.now(), session: {} };
  const answer = await exchange(request, input, world);
  if ('verdict' in answer) return answer;
  const outcome = read(answer);
  return 'session' in outcome ? outcome : { verdict: outcome };
}

async function probeModel(
  probe: Probe,
  config: Config,
  model: string,
  session: Session,
  world: ProbeWorld,
): Promise<Finding> {
  const input = { config, model, secret: world.secret, now: world.now(), session };
  const answer = await exchange(probe.request, input, world);
  if ('verdict' in answer) return { verdict: answer.verdict, forAll: true };
  const verdict = probe.read(answer);
  const credential = answer.status === 401 || answer.status === 402;
  return { verdict, forAll: credential && verdict.status === 'invalid' };
}

/** Sends one described request; what keeps it from being answered is a verdict. */
async function exchange(
  describe: (input: ProbeInput) => ProbeRequest,
  input: ProbeInput,
  world: ProbeWorld,
): Promise<HttpResponse | { verdict: Verdict }> {
  try {
    return await world.send(prepare(describe(input), world.now()));
  } catch (error) {
    if (!(error instanceof PortaiError)) throw error;
    const { name, message, exit } = error.failure;
    if (exit === 'interrupted' || exit === 'terminated') throw error;
    if (name === 'REDIRECTED') {
      return { verdict: { status: 'invalid', message: `Not an LLM API at this URL: ${message}` } };
    }
    if (exit !== 'unreachable') return { verdict: { status: 'invalid', message } };
    const said = message.startsWith('Cannot reach') ? message : `Cannot reach it: ${message}`;
    return { verdict: { status: 'unverifiable', message: said } };
  }
}

function malformed(message: string): PortaiError {
  return new PortaiError({ name: 'SECRET_MALFORMED', message, exit: 'checkFailed' });
}

function prepare(described: ProbeRequest, now: Date): HttpRequest {
  const { method, body, headers, sign } = described;
  const url = URL.canParse(described.url) ? new URL(described.url) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new PortaiError({
      name: 'CONFIG_INVALID',
      message: 'The configured address is not an http(s) URL',
      exit: 'checkFailed',
    });
  }
  const unsendable = Object.entries(headers).find(([, value]) => !/^[\t\x20-\x7e]*$/.test(value));
  if (unsendable) {
    throw malformed(
      `The value for the header ${unsendable[0]} holds a line end or another character that cannot be sent: store the secret again`,
    );
  }
  const request = { method, url, headers, body, timeoutMs, repeatable: false };
  return sign ? { ...request, headers: signAwsRequest(request, sign, now) } : request;
}
