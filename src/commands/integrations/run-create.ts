import type { Context } from '../../cli/context.ts';
import { readSecretValue, hasValueFlag } from '../../cli/secret-value.ts';
import type { ExitClass } from '../../core/errors.ts';
import { fail } from '../../core/fail.ts';
import { Secret } from '../../core/secret.ts';
import { limitsOf, readGrant, readLimitWords } from '../../operations/integrations/access-words.ts';
import { createIntegration, resumeCreation } from '../../operations/integrations/create.ts';
import { resumeWords } from '../../operations/integrations/create-words.ts';
import {
  mappedFields,
  requireKind,
  slugOf,
  type CreateRequest,
} from '../../operations/integrations/create-request.ts';
import { defaultBaseUrl } from '../../planes/portkey/base-url.ts';
import type { Kind, KindValues } from '../../planes/portkey/kinds/define.ts';
import type { SecretMapping } from '../../planes/portkey/nouns.ts';
import { portkey } from '../../planes/portkey/plane.ts';
import { renderCreation, renderIntegrationDryRun } from '../../ui/render/integrations.ts';
import type { CreateFlags } from './create-flags.ts';
import { readIntegrationFile, type IntegrationFile } from './integration-file.ts';

/** Reads the values that the flags of a kind give. */
type Values = () => Promise<KindValues>;

/** Creates an integration of a provider without settings of its own, or goes on with any. */
export async function createOther(
  context: Context,
  id: string | undefined,
  values: Values,
  given: CreateFlags,
): Promise<ExitClass | undefined> {
  if (given.resume !== undefined) return resume(context, id, given, given.resume);
  if (id === undefined) {
    throw fail('MissingFlags', '<provider-id> is missing', {
      details: { missing: [['<provider-id>']] },
      next: [{ command: ['integrations', 'list', '--catalog'], why: 'the providers there are' }],
    });
  }
  return createOf(context, requireKind(id, given.force), values, given);
}

/** Creates an integration of a kind, or goes on with one. */
export async function createOf(
  context: Context,
  kind: Kind,
  values: Values,
  given: CreateFlags,
): Promise<ExitClass | undefined> {
  if (given.resume !== undefined) return resume(context, kind.id, given, given.resume);
  const provisioned = provisionOf(given);
  const file = await readIntegrationFile(context, given.configFile, kind);
  const name = given.name ?? file.name ?? given.slug ?? file.slug;
  if (name === undefined) {
    throw fail('MissingFlags', '--name is missing: give the integration a name, or a --slug', {
      details: { missing: [['--name']] },
    });
  }
  const secretMappings = given.secretReference.map(readReference);
  const request: CreateRequest = {
    kind,
    name,
    slug: slugFrom(given.slug ?? file.slug, name),
    description: given.description ?? file.description,
    values: await withKey(context, kind, await valuesOf(file, values), secretMappings, given),
    secretMappings,
    ...provisioned,
    dryRun: given.dryRun,
  };
  const done = await createIntegration(await dependencies(context, request), request);
  return show(context, done);
}

async function valuesOf({ values: inFile }: IntegrationFile, values: Values): Promise<KindValues> {
  return { ...inFile, ...(await values()) };
}

function slugFrom(given: string | undefined, name: string): string {
  const slug = given ?? slugOf(name);
  if (slug !== '') return slug;
  throw fail('MissingFlags', '--slug is missing: none can be made of that name', {
    details: { missing: [['--slug']] },
  });
}

/** `SLUG`, `SLUG:KEY` or `FIELD=SLUG:KEY`. */
function readReference(text: string): SecretMapping {
  const [, field, reference = '', key] = /^(?:([a-z_]+)=)?([^:=]+)(?::(.+))?$/.exec(text) ?? [];
  if (reference === '') {
    throw fail('Usage', '--secret-reference takes SLUG, SLUG:KEY or FIELD=SLUG:KEY');
  }
  return {
    target_field: field === undefined || field === 'key' ? 'key' : `configurations.${field}`,
    secret_reference_id: reference,
    ...(key === undefined ? {} : { secret_key: key }),
  };
}

/** The values with the key, by the way that was given, else by a hidden question. */
async function withKey(
  context: Context,
  kind: Kind,
  values: KindValues,
  mappings: readonly SecretMapping[],
  given: CreateFlags,
): Promise<KindValues> {
  if (hasValueFlag(given)) {
    return { ...values, key: await readSecretValue(context, given, `key of ${kind.title}`) };
  }
  const needed = kind.needsKey(values) && !mappedFields(mappings).includes('key');
  if (!needed) return values;
  // A dry run shows a mask in its place, whatever it is.
  if (given.dryRun) return { ...values, key: new Secret('not-given-yet') };
  if (!context.ask.available) return values;
  return { ...values, key: await readSecretValue(context, given, `key of ${kind.title}`) };
}

/** Models and access, as the flags have them. */
function provisionOf(given: CreateFlags): Pick<CreateRequest, 'models' | 'access'> {
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

async function resume(
  context: Context,
  providerId: string | undefined,
  given: CreateFlags,
  slug: string,
): Promise<ExitClass | undefined> {
  const request = { slug, providerId, ...provisionOf(given), dryRun: given.dryRun };
  return show(context, await resumeCreation(await dependencies(context, request), request));
}

async function dependencies(
  context: Context,
  request: Pick<CreateRequest, 'slug' | 'models' | 'access'>,
) {
  const { out, runtime, plane } = context;
  const { client, baseUrl } = plane(portkey);
  const { value } = await baseUrl();
  return {
    client: await client(),
    report: out,
    signal: runtime.signal,
    sleep: (ms: number) => runtime.sleep(ms, runtime.signal),
    onCloud: new URL(value).host === new URL(defaultBaseUrl).host,
    resume: resumeWords(request),
  };
}

async function show(
  { out }: Context,
  done: Awaited<ReturnType<typeof createIntegration>>,
): Promise<undefined> {
  if (done.kind === 'dry-run') await out.result(done.dryRun, renderIntegrationDryRun);
  else {
    const { kind: _kind, ...result } = done;
    await out.result(result, renderCreation);
  }
  return undefined;
}
