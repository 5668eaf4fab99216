import { refuse } from '../core/problem.ts';
import { knownConfig } from '../operations/put-provider/config.ts';
import { malformedConfig } from '../operations/put-provider/problems.ts';
import type { CompletePut, PutRequest } from '../operations/put-provider/request.ts';
import type { PutState } from '../operations/put-provider/state.ts';
import type { Secret } from '../core/secret.ts';
import type { Provider } from '../planes/port/nouns.ts';
import type { ProviderType } from '../planes/port/provider-types/define.ts';
import { askForConfig, type AskOptions } from './provider-config.ts';
import type { SecretQuestions } from './secret.ts';
import type { LookAtServer } from './served-models.ts';
import type { Conversation } from './conversation.ts';

/** What was answered so far: filled in answer by answer, so that one who stops early keeps them. */
export interface AnswersSoFar {
  readonly config: Record<string, unknown>;
  /** The request with the answers in it. */
  request: PutRequest;
  newSecrets: readonly string[];
}

/** What has been decided before the conversation, by another one. */
export interface Decided {
  /** Fields that were asked about: left out then, they stay out. */
  readonly fields?: readonly string[];
  readonly models?: true;
  /** Whether values come another way, so that none is asked for. */
  readonly values: boolean;
  /** Asks a server what it serves; without it the names of models are typed. */
  readonly lookAtServer?: LookAtServer;
}

/**
 * Completes a put: its configuration, and when something had to be asked for it, what a person decides
 * next, models and tests, as far as the request does not. Nothing is stored or sent.
 */
export async function completePut(
  conversation: Conversation,
  request: PutRequest,
  state: PutState,
  decided: Decided,
  soFar: AnswersSoFar,
): Promise<CompletePut> {
  const { ask } = conversation;
  const { type, dryRun, skipClientChecks } = request;
  const { stored, secretNames } = state;
  const questions =
    ask.available && type
      ? (await import('./secret.ts')).secretQuestions(conversation, type, {
          existing: secretNames,
          values: !dryRun && !decided.values,
          skipClientChecks,
        })
      : undefined;
  if (questions) soFar.newSecrets = questions.names;
  const tried = new Map<string, Secret>();
  const put = await withConfig(conversation, request, stored, {
    ...(request.variant === undefined ? {} : { variant: request.variant }),
    ...(decided.fields ? { settled: decided.fields } : {}),
    ...(questions ? { askForSecret: questions.ask, suggestion: questions.suggestion } : {}),
    ...(questions && type && decided.lookAtServer
      ? { offerModels: offering(conversation, type, questions, decided.lookAtServer, tried) }
      : {}),
    onAnswer: (key, value) => (soFar.config[key] = value),
  });
  const given = { ...request.fields, ...soFar.config };
  refuse(malformedConfig(put, stored));
  if (!put.asked || !questions) return { ...put, given };
  soFar.request = await withModels(conversation, request, stored, decided);
  const { names: newSecrets, values } = questions;
  const atHand = new Map([...tried, ...values]);
  soFar.request = await withTests(conversation, { ...put, request: soFar.request }, atHand);
  return { ...put, request: soFar.request, given, newSecrets, values, valuesForTests: tried };
}

/** Offers the models of a server, and keeps the values that it was asked with in `tried`. */
function offering(
  conversation: Conversation,
  type: ProviderType,
  { values }: SecretQuestions,
  look: LookAtServer,
  tried: Map<string, Secret>,
): NonNullable<AskOptions['offerModels']> {
  return async (variant, config) => {
    const { askForServedModels } = await import('./served-models.ts');
    const picked = await askForServedModels(conversation, { type, variant, config }, values, look);
    for (const [name, value] of picked?.given ?? []) tried.set(name, value);
    return picked?.fields;
  };
}

/** The put with its configuration, asked for where it is open. */
async function withConfig(
  { ask }: Conversation,
  request: PutRequest,
  stored: Provider | undefined,
  asking: AskOptions,
): Promise<CompletePut> {
  const known = knownConfig(request, stored, ask.available);
  const rest = { request, given: request.fields, newSecrets: [], values: new Map() };
  if (!('incomplete' in known)) return { ...rest, ...known, asked: false };
  const { type, fields, incomplete } = known;
  const { variant, answers } = await askForConfig(type, fields, ask, asking);
  const asked = Object.keys(answers).length > Object.keys(fields).length;
  return { ...rest, config: { ...incomplete, ...answers }, variant, asked };
}

async function withModels(
  { ask, now }: Conversation,
  request: PutRequest,
  stored: Provider | undefined,
  decided: Decided,
): Promise<PutRequest> {
  const { type, models } = request;
  const named = models.enable.length + models.disable.length > 0;
  if (!type || decided.models === true || named) return request;
  const { askForModels } = await import('./models.ts');
  return { ...request, models: await askForModels(ask, type, stored, now()) };
}

async function withTests(
  { ask }: Conversation,
  { request, variant, config }: CompletePut,
  values: ReadonlyMap<string, Secret>,
): Promise<PutRequest> {
  const { tests, dryRun } = request;
  if (dryRun || tests.preflight || tests.validate || !variant || !config) return request;
  const { askForTests } = await import('./connection-test.ts');
  return { ...request, tests: await askForTests(ask, variant, config, values) };
}
