import { looksLikeSecretValue } from '../../core/secret-shapes.ts';
import type { CreateRequest } from '../../operations/integrations/create-request.ts';
import { mappedField } from '../../operations/integrations/mapping-words.ts';
import { limitsInWords } from '../../operations/integrations/desired.ts';
import { deploymentsIn } from '../../planes/portkey/kinds/azure-deployments.ts';
import type { Kind } from '../../planes/portkey/kinds/define.ts';
import { cell, type Style } from '../style.ts';
import { renderFacts } from './providers.ts';

type Fact = [string, string];

/** An integration as it would be created, before that is confirmed. No secret is in it. */
export function renderPlannedIntegration(request: CreateRequest, style: Style): string {
  const { kind, name, slug, description, models, access } = request;
  const { grants, newWorkspaces } = access;
  const facts: Fact[] = [
    ['integration', `${cell(slug)}  ${style.dim(cell(name))}`],
    ['provider', `${cell(kind.title)}  ${style.dim(cell(kind.id))}`],
    ...(description === undefined ? [] : [['description', cell(description)] satisfies Fact]),
    ...configuration(request),
    ...group(
      'workspaces',
      grants.length === 0
        ? ['none yet']
        : grants.map(({ workspace, limits }) => `${cell(workspace)}: ${limitsInWords(limits)}`),
    ),
    [
      'new workspaces',
      newWorkspaces === undefined
        ? 'get no access by themselves'
        : `get in by themselves: ${limitsInWords(newWorkspaces)}`,
    ],
    [
      'models',
      models === undefined || models === 'all'
        ? 'all, new ones as they come'
        : models.only.map((model) => cell(model)).join(', '),
    ],
  ];
  return `\n${renderFacts(facts, style)}\n`;
}

/** What was answered of the configuration; of a secret only that there is one. */
function configuration({ kind, values, secretMappings }: CreateRequest): Fact[] {
  const { key, ...others } = values;
  const given = Object.entries(others).flatMap(([field, value]) => factsOf(kind, field, value));
  const mapped = secretMappings.map((each): Fact => {
    const { secret_reference_id: reference, secret_key: part } = each;
    const inside = part ? `, ${cell(part)}` : '';
    return [words(mappedField(each)), `from the vault: ${cell(reference)}${inside}`];
  });
  return [...given, ...(key === undefined ? [] : [['key', 'given'] satisfies Fact]), ...mapped];
}

function factsOf(kind: Kind, name: string, value: unknown): Fact[] {
  if (name === kind.auth?.field) {
    return [['sign-in', kind.auth.modes.find(({ id }) => id === value)?.title ?? cell(value)]];
  }
  if (name === 'custom_headers') {
    const names = typeof value === 'object' && value !== null ? Object.keys(value) : [];
    return [['headers', names.map((each) => cell(each)).join(', ')]];
  }
  if (name === 'azure_deployment_config') {
    return group(
      'deployments',
      deploymentsIn(value).map((each) =>
        [
          `${cell(each.alias ?? each.azure_deployment_name)}: ${cell(each.azure_model_slug)}`,
          `${cell(each.azure_deployment_name)}, ${cell(each.azure_api_version)}`,
          ...(each.is_default === true ? ['default'] : []),
        ].join(', '),
      ),
    );
  }
  // The id of an access key looks like a key, and is masked wherever it is shown.
  const isMasked = typeof value === 'string' && looksLikeSecretValue(value);
  if (isMasked || kind.fields[name]?.secret === true) return [[labelOf(kind, name), 'given']];
  return [[labelOf(kind, name), value === true ? 'yes' : cell(value)]];
}

/** Several lines under one name. */
const group = (name: string, lines: readonly string[]): Fact[] =>
  lines.map((line, index) => [index === 0 ? name : '', line]);

/** The word of a field's flag, which is shorter than its label. */
const labelOf = (kind: Kind, name: string): string => {
  const word = kind.fields[name]?.flag.split(' ')[0]?.slice(2);
  return words(word ?? name);
};

const words = (name: string): string => name.replaceAll(/[-_]/g, ' ');
