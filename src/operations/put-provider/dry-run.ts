import { calls } from '../../planes/port/calls.ts';
import { hideValues } from '../../planes/port/rules/mask-headers.ts';
import type { ProviderChange } from '../../planes/port/rules/provider-change.ts';
import { dryRunOf, type DryRun } from '../dry-run.ts';
import { preflightSecretNames } from './preflight-secret-names.ts';
import type { CompletePut } from './request.ts';
import type { PutState } from './state.ts';

/** The result of a put with --dry-run. */
export interface PutDryRun {
  readonly kind: 'dry-run';
  readonly dryRun: DryRun;
  /**
   * Present if a test from this machine would come first; `stores` names the secrets that it would
   * store.
   */
  readonly preflight?: { readonly stores: readonly string[] };
  /** Secrets that would be stored first. */
  readonly newSecrets: readonly string[];
}

/** Describes the effects of a put without making it. */
export async function putDryRun(
  { request: { provider, tests }, newSecrets }: CompletePut,
  change: ProviderChange,
  { secretNames }: PutState,
): Promise<PutDryRun> {
  const dryRun = requestOf(provider, change, {
    validate: tests.validate || tests.preflight !== undefined,
  });
  if (!tests.preflight) return { kind: 'dry-run', dryRun, newSecrets };
  const names = await secretNames();
  const stores = preflightSecretNames(tests.preflight, change.update.config ?? {}).filter(
    (name) => names?.includes(name) === false,
  );
  return { kind: 'dry-run', dryRun, preflight: { stores }, newSecrets: [] };
}

function requestOf(
  provider: string,
  { action, changed, update }: ProviderChange,
  validation: { readonly validate: boolean },
): DryRun {
  if (action === 'unchanged' && !validation.validate) return dryRunOf(action, changed, undefined);
  const body = update.config ? { ...update, config: hideValues(update.config) } : update;
  const call = action === 'create' ? calls.createProvider : calls.updateProvider;
  return dryRunOf(action, changed, call(provider, body, validation));
}
