import { fail } from '../../core/fail.ts';
import { nearest } from '../../core/text/nearest.ts';
import { nameInWords } from '../../core/text/typed-names.ts';
import { calls } from '../../planes/portkey/calls.ts';
import type { PortkeyClient } from '../../planes/portkey/client.ts';
import type { IntegrationModels } from '../../planes/portkey/nouns.ts';
import type { DryRun } from '../dry-run.ts';
import type { Clock } from '../ports.ts';
import { lookAfterWrite, requireAsAsked } from './after-write.ts';
import { modelDeviations, readableModels } from './models-look.ts';
import { modelsPlan, type ModelDifference, type ModelSwitches } from './models-plan.ts';
import { portkeyDryRun } from './portkey-dry-run.ts';
import { explained } from './refusals.ts';

/** A change of the models of an integration. */
export interface ModelsRequest extends ModelSwitches {
  readonly integration: string;
  /** True sends names that look like slips. */
  readonly force: boolean;
  readonly dryRun: boolean;
}

/** All dependencies of a change of models on the outside. */
export interface ModelsDependencies {
  readonly client: PortkeyClient;
  readonly sleep: Clock['sleep'];
  /** Shows what is about to change. */
  readonly show: (changes: readonly ModelDifference[]) => Promise<void>;
  /** Says something that a program should know as well. */
  readonly warn: (warning: { readonly code: string; readonly message: string }) => void;
}

/** A change of models that was made, or nothing where all was as wanted; with dryRun what would be sent. */
export type ModelsResult =
  | { readonly kind: 'dry-run'; readonly dryRun: DryRun }
  | {
      readonly kind: 'done';
      readonly action: 'updated' | 'unchanged';
      readonly integration: string;
      readonly changes: readonly ModelDifference[];
    };

/** Reads the models of an integration. Rejects with which key is needed, where one is. */
export const listModels = (client: PortkeyClient, slug: string): Promise<IntegrationModels> =>
  explained(client, slug, 'read', () => client.models.list(slug));

/**
 * Changes which models an integration offers. Every known model is sent with its switch, so that a server
 * that replaces and one that merges end up with the same list.
 *
 * @throws a PortaiError for a name that is a slip for a listed one, and for what is stored otherwise than
 * it was sent, or has changed beside it.
 */
export async function changeModels(
  { client, sleep, show, warn }: ModelsDependencies,
  request: ModelsRequest,
): Promise<ModelsResult> {
  const { integration, dryRun } = request;
  const stored = await listModels(client, integration);
  checkNames(request, stored, warn);
  const { changes, update } = modelsPlan(stored, request);
  if (dryRun) {
    const none = changes.length === 0;
    return {
      kind: 'dry-run',
      dryRun: portkeyDryRun(
        none ? 'change nothing' : 'update',
        changes.map(({ model, field }) => `${model ?? 'models without a row'}: ${field}`),
        none ? undefined : calls.putModels(integration, update),
      ),
    };
  }
  if (changes.length === 0) return { kind: 'done', action: 'unchanged', integration, changes };
  await show(changes);
  await explained(client, integration, 'update', () => client.models.put(integration, update));
  const write = {
    integration,
    asked: readableModels(changes),
    read: () => client.models.list(integration),
    compare: (now: IntegrationModels) => modelDeviations(update, stored, now),
    look: ['integrations', 'models', 'list', integration],
    sleep,
  };
  requireAsAsked(await lookAfterWrite(write), write, warn);
  return { kind: 'done', action: 'updated', integration, changes };
}

/** Refuses slips for listed names. What is listed nowhere is said: the server may know it all the same. */
function checkNames(
  { enable, disable, custom, force, integration }: ModelsRequest,
  { models }: IntegrationModels,
  warn: ModelsDependencies['warn'],
): void {
  if (force) return;
  const known = models.map(({ slug }) => slug);
  const named = [...enable, ...disable].filter((each) => each !== custom?.slug);
  const unknown = [...new Set(named)].filter((each) => !known.includes(each));
  for (const name of unknown) {
    const meant = slipFor(name, known);
    if (meant === undefined) continue;
    throw unknownModel(name, known, integration, meant);
  }
  if (unknown.length > 0 && known.length > 0) {
    warn({
      code: 'model_not_listed',
      message: `Portkey lists no ${unknown.join(', ')} for ${integration}: it is sent as it is, and Portkey takes names that the provider does not know`,
    });
  }
}

/** The refusal of a model that is not listed. */
export function unknownModel(
  name: string,
  known: readonly string[],
  integration: string,
  meant: string | undefined,
) {
  const guess = meant === undefined ? '' : ` Did you mean ${meant}?`;
  return fail(
    'UnknownModel',
    `${integration} lists no model ${nameInWords(name, known)}.${guess}`,
    {
      hint: 'Nothing was sent. --force sends the name as it is.',
      next: [
        { command: ['integrations', 'models', 'list', integration], why: 'the models it lists' },
      ],
    },
  );
}

/** True if two names differ in their version alone: `gpt-5o` and `gpt-4o`, `gpt-4.1` and `gpt-4o`. */
function isOtherVersion(one: string, other: string): boolean {
  const [parts, others] = [one, other].map((name) => name.toLowerCase().split(/[-_:/@]/));
  if (!parts || parts.length !== others?.length) return false;
  return parts.every((part, index) => {
    const counterpart = others[index] ?? '';
    const bare = (text: string) => text.replace(/[\d.]+/g, '');
    const isNumber = (text: string) => /^[\d.]+$/.test(text);
    const isVersion = /\d/.test(part) && /\d/.test(counterpart);
    return (
      part === counterpart ||
      (isVersion && (bare(part) === bare(counterpart) || isNumber(part) || isNumber(counterpart)))
    );
  });
}

/**
 * Returns the listed name that a name is a slip for. Another version is no slip (`gpt-5` and `gpt-4`), nor
 * another size of the same family (`gpt-4o` and `gpt-4o-mini`).
 */
export function slipFor(name: string, known: readonly string[]): string | undefined {
  const others = known.filter(
    (each) =>
      !each.toLowerCase().startsWith(name.toLowerCase()) &&
      !name.toLowerCase().startsWith(each.toLowerCase()) &&
      !isOtherVersion(each, name),
  );
  const cased = known.find((each) => each.toLowerCase() === name.toLowerCase());
  return cased ?? nearest(name, others);
}
