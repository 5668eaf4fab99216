import { modelsOf } from '../../planes/port/rules/model-switches.ts';
import { findProviderType, providerTypes } from '../../planes/port/provider-types/index.ts';
import { cell, type Style } from '../style.ts';
import { renderPut, type PutView } from './put.ts';
import type { ProviderContent } from '../../planes/port/nouns.ts';

export interface SetupResult {
  readonly action: PutView['action'];
  readonly changed: readonly string[];
  readonly provider: PutView['provider'] & Partial<ProviderContent>;
  readonly validated: boolean;
  readonly role: { readonly arn: string; readonly action: string };
  readonly externalIdSecretName?: string;
  readonly default?: string;
}

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
