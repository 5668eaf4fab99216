import type { Context } from '../../cli/context.ts';
import { modelStates } from '../../operations/stored-providers.ts';
import { planeErrors } from '../../planes/index.ts';
import { allOf } from '../../planes/portkey/paging.ts';
import { port } from '../../planes/port/plane.ts';
import { portkey } from '../../planes/portkey/plane.ts';
import { defaultProfile } from '../../settings/values.ts';
import { rememberedNames } from '../../settings/remembered-names.ts';

/** What names are wanted: of the organization, of this machine, or of the program. */
export type LiveSource =
  | {
      readonly of:
        'providers' | 'secrets' | 'integrations' | 'workspaces' | 'profiles' | 'error names';
    }
  /** Of a provider type, or of an integration by its slug. */
  | { readonly of: 'models' | 'integration models'; readonly owner: string };

/** As many as anybody reads, and a cap on what a server can make a shell hold. */
const mostNames = 1000;

/** Looks names up; what cannot be looked up has none. Names of an organization are remembered for a minute. */
export async function liveNames(context: Context, source: LiveSource): Promise<readonly string[]> {
  try {
    if (source.of === 'profiles') {
      const listed = (await (await context.profiles()).list()).map(({ name }) => name);
      return [...new Set([defaultProfile, ...listed])];
    }
    if (source.of === 'error names') {
      const { explanations } = await import('../../operations/explain.ts');
      return explanations(await planeErrors()).map(({ name }) => name);
    }
    const about = await identityOf(context, source);
    return await rememberedNames(context.directory, about, context.runtime.now(), async () =>
      (await ask(context, source)).slice(0, mostNames),
    );
  } catch {
    return [];
  }
}

/** Two organizations, or two identities of one, never share what is remembered. */
async function identityOf(context: Context, source: LiveSource): Promise<unknown> {
  const { env } = context.runtime;
  const { profile, sandbox } = await context.settings();
  const plane = isPortkey(source) ? portkey : port;
  const address = await context.addressOf(plane);
  const identity = Object.entries(env).filter(([name]) => /^PORT(?:KEY)?_/.test(name));
  return [source, address.value, profile.value, sandbox.value, identity.sort()];
}

const isPortkey = ({ of }: LiveSource) => /^(?:integration|workspace)/.test(of);

async function ask({ plane }: Context, source: LiveSource): Promise<string[]> {
  switch (source.of) {
    case 'providers':
      return (await (await plane(port).client()).providers.list()).map(({ provider }) => provider);
    case 'models': {
      const providers = await (await plane(port).client()).providers.list();
      const owner = providers.find(({ provider }) => provider === source.owner);
      return owner ? modelStates(owner).map(({ model }) => model) : [];
    }
    case 'secrets':
      return (await (await plane(port).client()).secrets.list()).map(
        ({ secretName }) => secretName,
      );
    case 'integrations':
      return (await allOf((await plane(portkey).client()).integrations.list())).map(
        ({ slug }) => slug,
      );
    case 'workspaces':
      return (await allOf((await plane(portkey).client()).workspaces.list())).map(
        ({ slug }) => slug,
      );
    case 'integration models':
      return (await (await plane(portkey).client()).models.list(source.owner)).models.map(
        ({ slug }) => slug,
      );
    default:
      return [];
  }
}
