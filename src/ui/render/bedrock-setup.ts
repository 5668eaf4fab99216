import { modelsOf } from '../../planes/port/rules/model-switches.ts';
import { findProviderType, providerTypes } from '../../planes/port/provider-types/index.ts';
import { cell, type Style } from '../style.ts';
import type { SetupPlan, SetupResult } from '../../operations/bedrock-setup/outcome.ts';
import { renderPut } from './put.ts';

/** In rows: action, type, state, changed paths, ARN of the role. */
export function renderSetup(result: SetupResult, style: Style): string {
  const { provider, role, validated } = result;
  const type = findProviderType(provider.provider);
  const tested = modelsOf(type, provider, providerTypes)
    .filter(({ enabled }) => enabled)
    .map(({ model }) => model);
  const put = renderPut({ ...result, validated: validated ? tested : undefined }, style);
  if (style.layout === 'rows') return `${put}\t${cell(role.arn)}`;
  return `${put}\n${style.dim(`  role ${cell(role.arn)}`)}`;
}

export function renderSetupPlan({ calls }: SetupPlan, style: Style): string {
  const lines = calls.map(cell);
  if (style.layout === 'rows') return lines.join('\n');
  return [
    ...(lines.length > 0 ? lines : ['Nothing would change.']),
    style.dim('Nothing was sent.'),
  ].join('\n');
}
