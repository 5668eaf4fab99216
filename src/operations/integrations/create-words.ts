import { looksLikeSecretValue } from '../../core/secret-shapes.ts';
import { Secret } from '../../core/secret.ts';
import { deploymentInWord, deploymentsIn } from '../../planes/portkey/kinds/azure-deployments.ts';
import { catalogue } from '../../planes/portkey/kinds/catalogue.ts';
import {
  anyKindFields,
  type Kind,
  type KindField,
  type KindValues,
} from '../../planes/portkey/kinds/define.ts';
import { grantInWord, limitsInWord } from './access-words.ts';
import type { CreateDraft, CreateRequest } from './create-request.ts';
import { mappingInWord } from './mapping-words.ts';

/** The flags of models and access that ask for the same. */
export function provisionWords({ models, access }: Pick<CreateRequest, 'models' | 'access'>) {
  const { grants, newWorkspaces } = access;
  const limits = newWorkspaces === undefined ? '' : limitsInWord(newWorkspaces);
  return [
    ...(models === undefined ? [] : models === 'all' ? ['--allow-all'] : only(models.only)),
    ...grants.flatMap((grant) => ['--workspace', grantInWord(grant)]),
    ...(newWorkspaces === undefined ? [] : ['--auto-provision']),
    ...(limits === '' ? [] : [limits]),
  ];
}

const only = (models: readonly string[]) => models.flatMap((model) => ['--model', model]);

/** The words of the command that goes on with a creation that stopped. */
export function resumeWords(request: Pick<CreateRequest, 'slug' | 'models' | 'access'>): string[] {
  return ['integrations', 'create', '--resume', request.slug, ...provisionWords(request)];
}

/** The file that gave a part of the values. */
export interface ValuesFile {
  readonly path: string;
  readonly values: KindValues;
}

/**
 * The words of the command that creates the same, as far as it is known. A secret stands in none of them:
 * in its place there is a file to fill in.
 */
export function createWords(draft: CreateDraft, file?: ValuesFile): string[] {
  const { kind, name, slug, description, values, secretMappings } = draft;
  const fromFile = file?.values ?? {};
  const given = Object.entries(values).filter(([field, value]) => fromFile[field] !== value);
  const isKnown = kind === undefined || catalogue.some(({ id }) => id === kind.id);
  return [
    ...['integrations', 'create'],
    ...(kind === undefined ? [] : [kind.id]),
    ...(name === undefined ? [] : ['--name', name]),
    ...(slug === undefined ? [] : ['--slug', slug]),
    ...(description === undefined || description === '' ? [] : ['--description', description]),
    ...(file === undefined ? [] : ['--config-file', file.path]),
    ...(kind === undefined ? [] : given.flatMap(([field, value]) => wordsOf(kind, field, value))),
    ...secretMappings.flatMap((each) => ['--secret-reference', mappingInWord(each)]),
    ...provisionWords(draft),
    ...(isKnown && draft.force !== true ? [] : ['--force']),
  ];
}

/** The words that give one value; none for a field that no flag gives. */
function wordsOf(kind: Kind, name: string, value: unknown): string[] {
  if (name === 'key') return ['--value-file', '<file>'];
  if (name === kind.auth?.field) return [wordOf(kind.auth.flag), String(value)];
  const { custom_headers: headers, custom_host: host } = anyKindFields;
  if (name === 'custom_headers') {
    const names = typeof value === 'object' && value !== null ? Object.keys(value) : [];
    return names.flatMap((header) => [headers.flag, `${header}=@<file>`]);
  }
  const field: KindField | undefined = name === 'custom_host' ? host : kind.fields[name];
  if (field === undefined) return [];
  const word = wordOf(field.flag);
  if (field.secret === true || value instanceof Secret) return [`${word}-file`, '<file>'];
  if (Array.isArray(value)) {
    return deploymentsIn(value).flatMap((each) => [word, deploymentInWord(each)]);
  }
  if (typeof value === 'boolean') return value ? [word] : [];
  // The id of an access key looks like a key, and is masked wherever it is shown.
  const text = String(value);
  return [word, looksLikeSecretValue(text) ? (field.flag.split(' ')[1] ?? '<value>') : text];
}

const wordOf = (flag: string): string => flag.split(' ')[0] ?? flag;
