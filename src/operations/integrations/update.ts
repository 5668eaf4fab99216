import { fail } from '../../core/fail.ts';
import { refuse } from '../../core/problem.ts';
import { calls } from '../../planes/portkey/calls.ts';
import type { PortkeyClient } from '../../planes/portkey/client.ts';
import type { KindValues } from '../../planes/portkey/kinds/define.ts';
import { kindOf } from '../../planes/portkey/kinds/index.ts';
import type { Integration, IntegrationUpdate } from '../../planes/portkey/nouns.ts';
import { rereadAfterWrite } from '../../planes/portkey/reread.ts';
import type { Report } from '../ports.ts';
import { problemsOfValues } from './create-request.ts';
import { withNeededKey } from './needed-key.ts';
import { dryRunOfCalls, type IntegrationDryRun } from './dry-run-of-calls.ts';
import { storedConfiguration } from './stored-configuration.ts';
import { findIntegration, integrationWithoutSecrets } from './view.ts';

/** A change of an integration; what is undefined stays. */
export interface UpdateRequest {
  readonly slug: string;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  /** Values of its kind, secrets as Secret. */
  readonly values: KindValues;
  readonly dryRun: boolean;
}

/** All dependencies of a change on the outside. */
export interface UpdateDependencies {
  readonly client: PortkeyClient;
  readonly report: Report;
  readonly sleep: (ms: number) => Promise<void>;
  /** False for a self-hosted Portkey. */
  readonly onCloud: boolean;
}

/** A change as it ended; with dryRun what would be sent. */
export type Update =
  | { readonly kind: 'dry-run'; readonly dryRun: IntegrationDryRun }
  | {
      readonly kind: 'done';
      readonly action: 'updated' | 'unchanged';
      /** Paths that differ from what was stored. */
      readonly changed: readonly string[];
      readonly integration: Integration;
    };

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/**
 * Changes name, description or configuration. The whole configuration is sent, but for secrets that nobody
 * can read: Portkey does not document whether it keeps those, so they are looked for afterwards.
 *
 * @throws a PortaiError; NotAsSent where what is stored differs, or has lost a secret.
 */
export async function updateIntegration(
  { client, report, sleep, onCloud }: UpdateDependencies,
  request: UpdateRequest,
): Promise<Update> {
  const { slug, values } = request;
  const stored = await withNeededKey(() => findIntegration(client, slug));
  const kind = kindOf(stored.ai_provider_id);
  const { open, secret } = storedConfiguration(stored);
  const wanted = { ...open, ...values };
  const ofValues = Object.keys(values).filter((name) => !isSame(values[name], open[name]));
  if (ofValues.length > 0) {
    const command = ['integrations', 'update'];
    refuse(problemsOfValues(kind, wanted, { onCloud, mapped: secret, command }));
  }
  const configurations = ofValues.length > 0 ? kind.configurationsOf(wanted) : undefined;
  const update: IntegrationUpdate = {
    ...(request.name === undefined || request.name === stored.name ? {} : { name: request.name }),
    ...(request.description === undefined || request.description === (stored.description ?? '')
      ? {}
      : { description: request.description }),
    ...(configurations === undefined ? {} : { configurations }),
  };
  const changed = [
    ...Object.keys(update).filter((name) => name !== 'configurations'),
    ...ofValues.map((name) => `configurations.${name}`),
  ];
  if (request.dryRun) {
    const planned = changed.length === 0 ? [] : [calls.updateIntegration(slug, update)];
    return { kind: 'dry-run', dryRun: dryRunOfCalls('update', changed, planned) };
  }
  if (changed.length === 0) {
    const integration = integrationWithoutSecrets(stored);
    return { kind: 'done', action: 'unchanged', changed, integration };
  }
  report.note(`Changing ${changed.join(', ')} of ${slug}.`);
  await withNeededKey(() => client.integrations.update(slug, update));
  const unread = Object.keys(values).filter((name) => !(name in open));
  const { value } = await rereadAfterWrite({
    read: () => client.integrations.get(slug),
    isSettled: (now) => differences(now, update, unread).length === 0,
    sleep,
  });
  requireTaken(value, differences(value, update, unread), secret);
  return {
    kind: 'done',
    action: 'updated',
    changed,
    integration: integrationWithoutSecrets(value),
  };
}

/** Paths in which what is stored is not as it was sent, as far as it can be read. */
function differences(
  now: Integration,
  update: IntegrationUpdate,
  unread: readonly string[],
): string[] {
  const { open } = storedConfiguration(now);
  const fields = Object.entries(update.configurations ?? {}).filter(
    ([name, value]) => !isSame(value, open[name]) && !unread.includes(name) && name in open,
  );
  return [
    ...(update.name === undefined || update.name === now.name ? [] : ['name']),
    ...(update.description === undefined || update.description === (now.description ?? '')
      ? []
      : ['description']),
    ...fields.map(([name]) => `configurations.${name}`),
  ];
}

function requireTaken(
  now: Integration,
  differs: readonly string[],
  secretBefore: readonly string[],
): void {
  const { secret } = storedConfiguration(now);
  const lost = secretBefore.filter((name) => !secret.includes(name));
  const { slug } = now;
  if (lost.length > 0) {
    throw fail('NotAsSent', `${slug} is changed, and has lost its ${lost.join(', ')}`, {
      details: { lost },
      hint: 'This Portkey replaces the configuration instead of merging it. Give the secret anew.',
      next: [{ command: ['integrations', 'rotate-key', slug], why: 'give it anew' }],
    });
  }
  if (differs.length === 0) return;
  throw fail('NotAsSent', `${slug} is stored, but ${differs.join(', ')} is not as it was sent`, {
    details: { differs },
    next: [{ command: ['integrations', 'get', slug], why: 'what is stored' }],
  });
}
