import { refuse } from '../core/problem.ts';
import { knownConfig } from '../operations/put-provider/config.ts';
import { malformedConfig } from '../operations/put-provider/problems.ts';
import type { CompletePut, PutRequest } from '../operations/put-provider/request.ts';
import type { PutState } from '../operations/put-provider/state.ts';
import type { Provider } from '../planes/port/nouns.ts';
import { askForConfig, type AskOptions } from './provider-config.ts';
import type { SecretQuestions } from './secret.ts';
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
  const put = await withConfig(conversation, request, stored, {
    ...(request.variant === undefined ? {} : { variant: request.variant }),
    ...(decided.fields ? { settled: decided.fields } : {}),
    ...(questions ? { askForSecret: questions.ask, suggestion: questions.suggestion } : {}),
    onAnswer: (key, value) => (soFar.config[key] = value),
  });
  const given = { ...request.fields, ...soFar.config };
  refuse(malformedConfig(put, stored));
  if (!put.asked || !questions) return { ...put, given };
  soFar.request = await withModels(conversation, request, stored, decided);
  soFar.request = await withTests(conversation, { ...put, request: soFar.request }, questions);
  const { names: newSecrets, values } = questions;
  return { ...put, request: soFar.request, given, newSecrets, values };
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
  { values }: SecretQuestions,
): Promise<PutRequest> {
  const { tests, dryRun } = request;
  if (dryRun || tests.preflight || tests.validate || !variant || !config) return request;
  const { askForTests } = await import('./connection-test.ts');
  return { ...request, tests: await askForTests(ask, variant, config, values) };
}
