import type { Context } from '../../cli/context.ts';
import { hasValueFlag, readSecretValue } from '../../cli/secret-value.ts';
import { fail } from '../../core/fail.ts';
import { Secret } from '../../core/secret.ts';
import { limitsOf, readGrant, readLimitWords } from '../../operations/integrations/access-words.ts';
import type { CreateDraft, CreateRequest } from '../../operations/integrations/create-request.ts';
import { mappedFields } from '../../operations/integrations/create-request.ts';
import { readMapping } from '../../operations/integrations/mapping-words.ts';
import type { ValuesFile } from '../../operations/integrations/create-words.ts';
import type { Kind, KindValues } from '../../planes/portkey/kinds/define.ts';
import type { SecretMapping } from '../../planes/portkey/nouns.ts';
import type { CreateFlags } from './create-flags.ts';
import { readIntegrationFile } from './integration-file.ts';

/** Reads the values that the flags of a kind give. */
export type ReadValues = () => Promise<KindValues>;

/** What flags and a file say of an integration to create. */
export interface ReadDraft {
  readonly draft: CreateDraft;
  readonly file?: ValuesFile | undefined;
}

/** Reads what flags and a file say; the kind is undefined where it is to be asked for. */
export async function readDraft(
  context: Context,
  kind: Kind | undefined,
  values: ReadValues,
  given: CreateFlags,
): Promise<ReadDraft> {
  const provisioned = provisionOf(given);
  const file = kind === undefined ? undefined : await readFile(context, kind, given);
  const secretMappings = given.secretReference.map(readMapping);
  const plain = { ...file?.values, ...(await values()) };
  const name = given.name ?? file?.name ?? given.slug ?? file?.slug;
  const slug = given.slug ?? file?.slug;
  const path = given.configFile;
  return {
    draft: {
      ...(kind === undefined ? {} : { kind }),
      ...(name === undefined ? {} : { name }),
      ...(slug === undefined ? {} : { slug }),
      description: given.description ?? file?.description,
      values: await withKey(context, kind, plain, secretMappings, given),
      secretMappings,
      ...provisioned,
      dryRun: given.dryRun,
      force: given.force,
    },
    ...(file === undefined || path === undefined ? {} : { file: { path, values: file.values } }),
  };
}

const readFile = (context: Context, kind: Kind, { configFile }: CreateFlags) =>
  readIntegrationFile(context, configFile, kind);

/** The values with the key by the way that was given; a dry run needs none. */
async function withKey(
  context: Context,
  kind: Kind | undefined,
  values: KindValues,
  mappings: readonly SecretMapping[],
  given: CreateFlags,
): Promise<KindValues> {
  if (hasValueFlag(given)) {
    const whose = kind === undefined ? '' : ` of ${kind.title}`;
    return { ...values, key: await readSecretValue(context, given, `key${whose}`) };
  }
  const isOpen = values['key'] === undefined && !mappedFields(mappings).includes('key');
  // A dry run shows a mask in its place, whatever it is.
  return given.dryRun && isOpen && kind?.needsKey(values) === true
    ? { ...values, key: new Secret('not-given-yet') }
    : values;
}

/** Models and access, as the flags have them. */
export function provisionOf(given: CreateFlags): Pick<CreateRequest, 'models' | 'access'> {
  const { budgetUsd, budgetTokens, reset: resets, alertAt, rate: rates } = given;
  const common = limitsOf({ budgetUsd, budgetTokens, resets, alertAt, rates });
  if (given.workspace.length === 0 && Object.keys(common).length > 0) {
    throw fail('Usage', 'A budget or a rate is for workspaces: give --workspace as well');
  }
  const grants = given.workspace.map((spec) => readGrant(spec, common));
  const names = grants.map(({ workspace }) => workspace);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw fail('Usage', `--workspace ${twice} is given twice`);
  const { autoProvision } = given;
  const where = '--auto-provision';
  const newWorkspaces =
    autoProvision === undefined
      ? undefined
      : limitsOf(autoProvision === true ? {} : readLimitWords(autoProvision, where), where);
  const only = [...new Set(given.model)];
  const models = given.allowAll ? 'all' : only.length > 0 ? { only } : undefined;
  return {
    ...(models === undefined ? {} : { models }),
    access: { grants, ...(newWorkspaces === undefined ? {} : { newWorkspaces }) },
  };
}
