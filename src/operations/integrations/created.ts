import { PortaiError } from '../../core/errors.ts';
import { fail } from '../../core/fail.ts';
import type { PortkeyClient } from '../../planes/portkey/client.ts';
import { rereadAfterWrite } from '../../planes/portkey/reread.ts';
import type { Report } from '../ports.ts';
import { isGranted, isShown, type NamesOf } from './desired.ts';
import type { Provision } from './provision.ts';
import type { IntegrationDryRun } from './dry-run-of-calls.ts';
import { readView, type IntegrationView } from './view.ts';

/** A creation as it ended; with dryRun what would be sent. */
export type Creation =
  | { readonly kind: 'dry-run'; readonly dryRun: IntegrationDryRun }
  | {
      readonly kind: 'done';
      readonly action: 'created' | 'updated' | 'unchanged';
      readonly slug: string;
      /** Undefined where the key may not read what it created. */
      readonly integration?: IntegrationView | undefined;
    };

interface ReadBack {
  readonly client: PortkeyClient;
  readonly report: Report;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Reads what is stored now, until it shows what was written. */
export async function concluded(
  { client, sleep, report }: ReadBack,
  { slug, models, access }: Provision,
  namesOf: NamesOf,
  action: 'created' | 'updated' | 'unchanged',
): Promise<Creation> {
  const isSettled = (view: IntegrationView) =>
    areModelsSettled(models, view) && isGranted(access, view, namesOf);
  try {
    const { value, settled } = await rereadAfterWrite({
      read: () => readView(client, slug),
      isSettled,
      sleep,
    });
    if (settled) return { kind: 'done', action, slug, integration: value };
    const what = areModelsSettled(models, value)
      ? 'the access of its workspaces is'
      : 'its models are';
    throw fail('NotAsSent', `${slug} is stored, but ${what} not as sent`, {
      next: [{ command: ['integrations', 'get', slug], why: 'what is stored' }],
    });
  } catch (error) {
    if (!(error instanceof PortaiError) || error.failure.exit !== 'forbidden') throw error;
    report.warn({
      code: 'not_read_back',
      message: `${slug} is ${action}, but this key may not read it: whether it is stored as it was sent is not known.`,
    });
    return { kind: 'done', action, slug };
  }
}

function areModelsSettled(models: Provision['models'], view: IntegrationView): boolean {
  if (models === undefined) return true;
  const wanted =
    models === 'all'
      ? { models: [], allow_all_models: true }
      : { models: models.only.map((slug) => ({ slug, enabled: true })), allow_all_models: false };
  return isShown(wanted, view);
}
