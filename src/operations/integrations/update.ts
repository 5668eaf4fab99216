import { refuse } from '../../core/problem.ts';
import { calls } from '../../planes/portkey/calls.ts';
import type { PortkeyClient } from '../../planes/portkey/client.ts';
import type { KindValues } from '../../planes/portkey/kinds/define.ts';
import { kindOf } from '../../planes/portkey/kinds/index.ts';
import type { Integration, IntegrationUpdate } from '../../planes/portkey/nouns.ts';
import type { Report } from '../ports.ts';
import { lookAfterWrite, requireAsAsked } from './after-write.ts';
import {
  askedOfIntegration,
  integrationDeviations,
  requireSecretsKept,
} from './integration-look.ts';
import { problemsOfValues } from './create-request.ts';
import { withNeededKey } from './needed-key.ts';
import { dryRunOfCalls, type IntegrationDryRun } from './dry-run-of-calls.ts';
import { requireSomething } from './nothing-given.ts';
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
  /** True to send what has another form than portai knows. */
  readonly force?: boolean;
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
 * @throws a PortaiError; NotAsSent where what is stored differs, has lost a secret, or sends the key elsewhere.
 */
export async function updateIntegration(
  { client, report, sleep, onCloud }: UpdateDependencies,
  request: UpdateRequest,
): Promise<Update> {
  const { slug, values } = request;
  const stored = await withNeededKey(() => findIntegration(client, slug));
  const kind = kindOf(stored.ai_provider_id);
  requireSomething(request, kind);
  const { open, secret } = storedConfiguration(stored);
  const wanted = { ...open, ...values };
  const ofValues = Object.keys(values).filter((name) => !isSame(values[name], open[name]));
  if (ofValues.length > 0) {
    const command = ['integrations', 'update'];
    const { force } = request;
    const ofServer = Object.keys(open).filter((name) => !(name in values));
    const circumstances = { onCloud, mapped: secret, command, force, stored: ofServer };
    refuse(problemsOfValues(kind, wanted, circumstances));
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
  const write = {
    integration: slug,
    asked: askedOfIntegration(update, stored),
    read: () => client.integrations.get(slug),
    compare: (now: Integration) => integrationDeviations(update, stored, now),
    look: ['integrations', 'get', slug],
    sleep,
  };
  const after = await lookAfterWrite(write);
  requireSecretsKept(stored, after.value);
  requireAsAsked(after, write, (warning) => report.warn(warning));
  return {
    kind: 'done',
    action: 'updated',
    changed,
    integration: integrationWithoutSecrets(after.value),
  };
}
