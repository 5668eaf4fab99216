import { PortaiError } from '../../core/errors.ts';
import { fail } from '../../core/fail.ts';
import { calls } from '../../planes/portkey/calls.ts';
import type { Warning } from '../../core/warning.ts';
import type { PortkeyClient } from '../../planes/portkey/client.ts';
import type { IntegrationModels } from '../../planes/portkey/nouns.ts';
import type { DryRun } from '../dry-run.ts';
import type { Clock } from '../ports.ts';
import { lookAfterWrite, requireAsAsked } from './after-write.ts';
import { modelDeviations } from './models-look.ts';
import { listModels, slipFor, unknownModel } from './models.ts';
import { portkeyDryRun } from './portkey-dry-run.ts';
import { explained } from './refusals.ts';

/** Models of one's own to remove from an integration. */
export interface ModelDeletion {
  readonly integration: string;
  readonly models: readonly string[];
  /** True leaves to Portkey what may be removed. */
  readonly force: boolean;
  readonly dryRun: boolean;
}

/** All dependencies of a removal on the outside. */
export interface ModelDeletionDependencies {
  readonly client: PortkeyClient;
  readonly sleep: Clock['sleep'];
  /** Asks for the last word; rejects if it is no. */
  readonly confirm: () => Promise<void>;
  /** Says something that a program should know as well. */
  readonly warn: (warning: Warning) => void;
}

/**
 * Removes custom models. Returns what would be sent if it is a dry run, for which nobody is asked.
 *
 * @throws a PortaiError for a model that is not listed, for one of the provider's own, and for one that is
 * still listed afterwards.
 */
export async function deleteModels(
  { client, sleep, confirm, warn }: ModelDeletionDependencies,
  { integration, models, force, dryRun }: ModelDeletion,
): Promise<DryRun | undefined> {
  const stored = await listModels(client, integration);
  const { models: rows } = stored;
  if (!force) {
    const known = rows.map(({ slug }) => slug);
    for (const name of models) {
      const row = rows.find(({ slug }) => slug === name);
      if (!row) throw unknownModel(name, known, integration, slipFor(name, known));
      if (!row.is_custom && !row.is_finetune) throw notOwn(name, integration);
    }
  }
  const call = calls.deleteModels(integration, models);
  if (dryRun) return portkeyDryRun('delete', models, call);
  await confirm();
  await explained(client, integration, 'update', () => removed(client, integration, models));
  const listed = (slug: string) => ({ what: slug, from: 'listed', to: 'removed' });
  const kept = { ...stored, models: rows.filter(({ slug }) => !models.includes(slug)) };
  const write = {
    integration,
    asked: models.map(listed),
    read: () => client.models.list(integration),
    compare: (now: IntegrationModels) => {
      const left = now.models.filter(({ slug }) => models.includes(slug));
      const others = now.models.filter((model) => !left.includes(model));
      return {
        differs: left.map(({ slug }) => listed(slug)),
        others: modelDeviations({ models: [] }, kept, { ...now, models: others }).others,
      };
    },
    look: ['integrations', 'models', 'list', integration],
    sleep,
  };
  requireAsAsked(await lookAfterWrite(write), write, warn);
  return undefined;
}

function notOwn(name: string, integration: string): PortaiError {
  return fail('Usage', `${name} is a model of the provider: it can be disabled, not removed`, {
    hint: 'Nothing was sent. --force leaves the decision to Portkey.',
    next: [
      {
        command: ['integrations', 'models', 'disable', integration, name],
        why: 'take it off the allow list',
      },
    ],
  });
}

/** Removes by the documented query; by body where the server says that it does not know the query. */
async function removed(
  { models: client }: PortkeyClient,
  integration: string,
  models: readonly string[],
): Promise<void> {
  try {
    await client.delete(integration, models);
  } catch (error) {
    if (!knowsNoQuery(error)) throw error;
    await client.delete(integration, models, 'body');
  }
}

/**
 * True if a server refuses the form of the request and not its content: an unknown route, or a body that it
 * misses. Source: the forms that Terraform and the SDKs send.
 */
function knowsNoQuery(error: unknown): boolean {
  if (!(error instanceof PortaiError)) return false;
  const { name, status, message } = error.failure;
  if (name === 'AB02' || status === 405) return true;
  return (
    (status === 400 || status === 422) &&
    /\b(?:models|slugs|body|query)\b/i.test(message) &&
    /\b(?:required|missing|unknown|unrecognized|not allowed|expected)\b/i.test(message)
  );
}
