import { PortaiError } from '../../core/errors.ts';
import { fieldsOf } from '../../core/text/json.ts';
import type { PutDryRun } from '../../operations/put-provider/dry-run.ts';
import type { PutResult } from '../../operations/put-provider/put-provider.ts';
import type { Saved } from '../../operations/put-provider/save.ts';
import { maskedProvider } from '../../planes/port/rules/mask-headers.ts';
import type { Output } from '../../ui/output.ts';
import { renderDryRun, renderPut } from '../../ui/render/put.ts';

/** Shows what a put came to, and what is to be known about it. */
export function showPut(out: Output, result: PutResult): Promise<void> {
  return result.kind === 'saved' ? showSaved(out, result) : showDryRun(out, result);
}

async function showDryRun(
  out: Output,
  { dryRun, preflight, newSecrets }: PutDryRun,
): Promise<void> {
  await out.result(dryRun, renderDryRun);
  if (preflight) {
    const { stores: names } = preflight;
    const stores = names.length === 0 ? '' : `, then store ${names.join(', ')}`;
    out.note(`Would first test the connection from this machine${stores}. Nothing was tested.`);
  }
  if (newSecrets.length > 0) out.note(`Would first store the secret ${newSecrets.join(', ')}.`);
}

async function showSaved(out: Output, saved: Saved): Promise<void> {
  const { action, changed, validated, untested, preflight, provider } = saved;
  await out.result(
    {
      action,
      changed,
      ...(validated ? { validated } : {}),
      ...(preflight ? { preflight } : {}),
      provider: maskedProvider(provider),
    },
    renderPut,
  );
  if (untested) out.note('Saved untested; --validate tests the connection before saving.');
}

/** A preflight that failed, with its models in Port's own form, for one who has seen no table of them. */
export function withTestedModels(error: unknown): unknown {
  if (!(error instanceof PortaiError) || error.name !== 'PreflightFailed') return error;
  const { failure } = error;
  const tested = fieldsOf(fieldsOf(failure.details?.['preflight'])?.['testedModels']) ?? {};
  const testedModels = Object.fromEntries(
    Object.entries(tested).map(([model, result]) => {
      const { isValid, message } = fieldsOf(result) ?? {};
      return [model, { isValid, message }];
    }),
  );
  return error.with({ details: { testedModels, ...failure.details } });
}
