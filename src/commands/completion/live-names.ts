import type { Context } from '../../cli/context.ts';
import { port } from '../../planes/port/plane.ts';
import { portkey } from '../../planes/portkey/plane.ts';
import { defaultProfile } from '../../settings/values.ts';
import type { LiveSource } from './live-source.ts';
import { rememberedNames } from '../../settings/remembered-names.ts';

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
      const [{ explanations }, { planeErrors }] = await Promise.all([
        import('../../operations/explain.ts'),
        import('../../planes/index.ts'),
      ]);
      return explanations(await planeErrors()).map(({ name }) => name);
    }
    const about = await identityOf(context, source);
    return await rememberedNames(context.directory, about, context.runtime.now(), async () => {
      const { namesFrom } = await import('./names-from-planes.ts');
      return (await namesFrom(context, source)).slice(0, mostNames);
    });
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
