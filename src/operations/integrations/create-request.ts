import { fail } from '../../core/fail.ts';
import type { Problem } from '../../core/problem.ts';
import { Secret } from '../../core/secret.ts';
import { didYouMean } from '../../core/text/nearest.ts';
import { nameInWords } from '../../core/text/typed-names.ts';
import type { Kind, KindField, KindValues } from '../../planes/portkey/kinds/define.ts';
import { anyKindFields } from '../../planes/portkey/kinds/define.ts';
import { catalogue } from '../../planes/portkey/kinds/catalogue.ts';
import { fieldOfAnyKind, flagOfAnyChoice, kindOf } from '../../planes/portkey/kinds/index.ts';
import type { IntegrationCreation, SecretMapping } from '../../planes/portkey/nouns.ts';
import type { WorkspaceAccessChoice, ModelChoice } from './desired.ts';
import { mappedField } from './mapping-words.ts';

/** An integration to create, with who may use what of it. */
export interface CreateRequest {
  readonly kind: Kind;
  readonly name: string;
  readonly slug: string;
  readonly description?: string | undefined;
  /** Values of the kind, the key among them, secrets as Secret. */
  readonly values: KindValues;
  readonly secretMappings: readonly SecretMapping[];
  /** Undefined leaves it to Portkey, which allows all. */
  readonly models?: ModelChoice | undefined;
  readonly access: WorkspaceAccessChoice;
  readonly dryRun: boolean;
  /** True to send what has another form than portai knows. */
  readonly force?: boolean;
}

/** What is known of an integration to create before the rest of it is asked for. */
export type CreateDraft = Omit<CreateRequest, 'kind' | 'name' | 'slug'> &
  Partial<Pick<CreateRequest, 'kind' | 'name' | 'slug'>>;

/**
 * Returns the kind of a provider id.
 *
 * @throws a usage error for one that the catalogue lacks, unless it is `forced`: the catalogue grows weekly.
 */
export function requireKind(id: string, forced: boolean): Kind {
  const known = catalogue.map((each) => each.id);
  if (forced || known.includes(id)) return kindOf(id);
  throw fail(
    'UnknownProviderId',
    `${nameInWords(id, known)} is no provider id that portai knows.${didYouMean(id, known)}`,
    { hint: 'Nothing was sent. --force sends it: Portkey’s catalogue grows weekly.' },
  );
}

/** A slug made of a name: small letters, digits and hyphens. */
export function slugOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/[\u0300-\u036f]/g, '');
  return plain
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
}

/** Returns true if nothing has to be asked for before the integration can be created. */
export function isComplete({ kind, name, slug, values, secretMappings }: CreateDraft): boolean {
  if (kind === undefined || name === undefined || (slug ?? slugOf(name)) === '') return false;
  const mapped = mappedFields(secretMappings);
  return kind.problems(values, { mapped }).every(({ field }) => values[field] !== undefined);
}

/**
 * Returns the request that flags make without questions.
 *
 * @throws a usage error where its name or its slug is missing
 */
export function requireComplete(draft: CreateDraft): CreateRequest {
  const { kind, name } = draft;
  if (kind === undefined || name === undefined) {
    throw fail('MissingFlags', '--name is missing: give the integration a name, or a --slug', {
      details: { missing: [['--name']] },
    });
  }
  const slug = draft.slug ?? slugOf(name);
  if (slug !== '') return { ...draft, kind, name, slug };
  throw fail('MissingFlags', '--slug is missing: none can be made of that name', {
    details: { missing: [['--slug']] },
  });
}

/** The flag that gives a field of a kind, or of another where it is none of this. */
export function flagOfField(kind: Kind, name: string): string {
  if (name === 'key') return '--value-stdin, --value-file <file> or --value-env <name>';
  if (name === kind.auth?.field) return kind.auth.flag.split(' ')[0] ?? name;
  const all: Readonly<Record<string, KindField>> = { ...kind.fields, ...anyKindFields };
  const field = all[name] ?? fieldOfAnyKind(name);
  if (field === undefined) return flagOfAnyChoice(name)?.split(' ')[0] ?? name;
  const word = field.flag.split(' ')[0] ?? field.flag;
  return field.secret === true && name !== 'custom_headers' ? `${word}-file <file>` : word;
}

/** The fields that come from a vault. */
export const mappedFields = (mappings: readonly SecretMapping[]): string[] =>
  mappings.map(mappedField);

/** Circumstances in which the values of a request are judged. */
interface ValueCircumstances {
  /** False for a self-hosted Portkey. */
  readonly onCloud: boolean;
  /** Fields that come from elsewhere: a vault, or what is stored already. */
  readonly mapped: readonly string[];
  /** True to let pass what may be sent all the same. */
  readonly force?: boolean | undefined;
  /** Fields that a server holds as they are, and nobody gives now. */
  readonly stored?: readonly string[];
  /** The command that takes the values. */
  readonly command: readonly string[];
}

/** What speaks against values of a kind, everything at once; what is missing is named by its flags. */
export function problemsOfValues(
  kind: Kind,
  values: KindValues,
  { onCloud, mapped, command, force = false, stored = [] }: ValueCircumstances,
): Problem[] {
  const problems = kind
    .problems(values, { onCloud, mapped })
    .filter(({ field, overridable }) => overridable !== true || !(force || stored.includes(field)));
  const missing = problems.filter(({ field }) => values[field] === undefined);
  const wrong = problems.filter(({ field }) => values[field] !== undefined);
  const help = { command: [...command, '--help'], why: 'what it takes' };
  if (wrong.length > 0) {
    const says = wrong.map(({ field, says: what }) => `${flagOfField(kind, field)} ${what}`);
    const overridable = wrong.every((each) => each.overridable === true);
    const error = fail('InvalidConfig', says.join('; '), {
      details: { problems: wrong },
      hint: overridable ? 'Nothing was sent. --force sends it.' : 'Nothing was sent.',
      next: [help],
    });
    return [{ error, overridable }];
  }
  if (missing.length === 0) return [];
  const flags = missing.map(({ field }) =>
    field === 'key' ? `the key (${flagOfField(kind, field)})` : flagOfField(kind, field),
  );
  const error = fail('MissingFlags', `Missing: ${flags.join(', ')}`, {
    details: { missing: missing.map(({ field }) => [flagOfField(kind, field)]) },
    hint: 'Nothing was sent.',
    next: [help],
  });
  return [{ error, overridable: false }];
}

/** The body that creates the integration. */
export function creationOf(request: CreateRequest): IntegrationCreation {
  const { kind, name, slug, description, values, secretMappings } = request;
  const configurations = kind.configurationsOf(values);
  const { key } = values;
  return {
    name,
    slug,
    ai_provider_id: kind.id,
    ...(key instanceof Secret ? { key } : {}),
    ...(description === undefined ? {} : { description }),
    ...(configurations === undefined ? {} : { configurations }),
    ...(secretMappings.length === 0 ? {} : { secret_mappings: secretMappings }),
  };
}
