import { PortaiError, type ExitClass } from '../../core/errors.ts';
import { fail } from '../../core/fail.ts';
import { refuse, type Problem } from '../../core/problem.ts';
import type { Secret } from '../../core/secret.ts';
import { calls, type SecretChange } from '../../planes/port/calls.ts';
import type { PortClient } from '../../planes/port/client.ts';
import type { SecretInfo } from '../../planes/port/nouns.ts';
import { dryRunOf, type DryRun } from '../dry-run.ts';
import { findSecret } from './find.ts';
import { misplacedFor } from './fitting.ts';
import type { AcceptedRequest, SecretDependencies } from './request.ts';

/** A value that was stored, or the description of one; with dryRun what would be sent. */
export type StoredSecret =
  | { readonly kind: 'dry-run'; readonly dryRun: DryRun }
  | {
      readonly kind: 'stored';
      readonly action: 'created' | 'updated';
      readonly secret: SecretInfo;
    };

/**
 * Stores a secret that is new.
 *
 * @param given.force true leaves to Port whether the name is taken
 * @throws a PortaiError for a name that is taken, and for a value that its providers cannot use.
 */
export async function addSecret(
  dependencies: SecretDependencies,
  request: AcceptedRequest,
  { value, force }: { readonly value: Secret; readonly force: boolean },
): Promise<StoredSecret> {
  const { name, description, dryRun } = request;
  const client = await dependencies.port();
  // Whether Port refuses a name that exists is not documented; asking first never overwrites one.
  const existing = await findSecret(client, name);
  if (existing && !force) refuse(taken(name));
  refuse(await misplacedFor(dependencies, request, value));
  if (dryRun) return dryRunResult('create', request, value);
  const secret = await client.secrets.create(name, value, description);
  return { kind: 'stored', action: 'created', secret };
}

/** The part of a secret that is set, and what is known of it. */
export interface NewContent {
  /** Undefined leaves the stored value as it is: there has to be one. */
  readonly value: Secret | undefined;
  /** The secret, if it was read before; undefined looks it up. */
  readonly existing?: SecretInfo | undefined;
}

/**
 * Sets the value of a secret, its description, or both; creates it where there is none.
 *
 * @throws a PortaiError for a value that its providers cannot use.
 */
export async function setSecret(
  dependencies: SecretDependencies,
  request: AcceptedRequest,
  { value, existing }: NewContent,
): Promise<StoredSecret> {
  const client = await dependencies.port();
  const [found, problems] = await Promise.all([
    existing ?? findSecret(client, request.name),
    value ? misplacedFor(dependencies, request, value) : [],
  ]);
  refuse(problems);
  if (request.dryRun) return dryRunResult(found ? 'update' : 'create', request, value);
  return createOrUpdate(client, request, value, found !== undefined);
}

function taken(name: string): Problem[] {
  const error = fail('ExistsAlready', `The secret ${name} exists already`, {
    hint: 'Nothing was sent. `secrets set` replaces its value.',
    next: [
      { command: ['secrets', 'set', name, '--value-file', '<file>'], why: 'replace the value' },
      { command: ['secrets', 'usages', name], why: 'who names it' },
    ],
  });
  return [{ error, overridable: true }];
}

/**
 * Stores a value, new or not. Whether the name exists may have changed since it was looked up, so
 * each way turns into the other once.
 */
async function createOrUpdate(
  { secrets }: PortClient,
  { name, description }: AcceptedRequest,
  value: Secret | undefined,
  exists: boolean,
): Promise<StoredSecret> {
  const update = async (): Promise<StoredSecret> => ({
    kind: 'stored',
    action: 'updated',
    secret: await secrets.update(name, changeOf(value, description)),
  });
  if (!value) return update();
  const create = async (): Promise<StoredSecret> => ({
    kind: 'stored',
    action: 'created',
    secret: await secrets.create(name, value, description),
  });
  const [first, second, turns] = exists
    ? ([update, create, 'notFound'] as const)
    : ([create, update, 'conflict'] as const);
  try {
    return await first();
  } catch (error) {
    if (!(error instanceof PortaiError) || exitOf(error) !== turns) throw error;
    return second();
  }
}

/** A name that is taken is a conflict, also where the server only says so in words. */
function exitOf({ failure: { exit, message } }: PortaiError): ExitClass {
  return exit === 'refused' && /already exists|taken/i.test(message) ? 'conflict' : exit;
}

function dryRunResult(
  action: 'create' | 'update',
  { name, description }: AcceptedRequest,
  value: Secret | undefined,
): StoredSecret {
  const call =
    action === 'create' && value
      ? calls.createSecret(name, value, description)
      : calls.updateSecret(name, changeOf(value, description));
  const changed = Object.keys(call.body).filter((key) => key !== 'secretName');
  return { kind: 'dry-run', dryRun: dryRunOf(action, changed, call) };
}

/** Returns what is to be stored, without what stays as it is. */
const changeOf = (value: Secret | undefined, description: string | undefined): SecretChange => ({
  ...(value === undefined ? {} : { value }),
  ...(description === undefined ? {} : { description }),
});
