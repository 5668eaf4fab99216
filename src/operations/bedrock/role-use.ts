import { PortaiError, type ExitClass } from '../../core/errors.ts';
import { isStop } from '../../core/interruption.ts';
import type { Config } from '../../planes/port/config.ts';
import { isTwin } from './twin.ts';

interface ProviderWithRole {
  readonly provider: string;
  readonly config?: Config | null | undefined;
}

/** What Port says of a role: who uses it, or why that could not be seen. Not seen is not unused. */
export type RoleUse =
  { readonly usedBy: readonly string[] } | { readonly unseen: string; readonly exit: ExitClass };

/** Lists the providers of Port. */
export type RolesInPort = () => Promise<readonly ProviderWithRole[]>;

/**
 * Who in Port uses roles. Port is asked once, and only for roles that it could assume: a twin of a
 * diagnosis trusts whoever made it.
 */
export function roleUses(
  providers: RolesInPort,
): (role: { readonly name: string; readonly arn: string }) => Promise<RoleUse> {
  let looked:
    Promise<readonly ProviderWithRole[] | { unseen: string; exit: ExitClass }> | undefined;
  return async ({ name, arn }) => {
    if (isTwin(name)) return { usedBy: [] };
    const seen = await (looked ??= providers().catch(whyUnseen));
    if ('unseen' in seen) return seen;
    const using = seen.filter(({ config }) => config?.['roleArn'] === arn);
    return { usedBy: using.map(({ provider }) => provider) };
  };
}

function whyUnseen(error: unknown): { unseen: string; exit: ExitClass } {
  if (!(error instanceof PortaiError)) throw error;
  const { exit, message } = error.failure;
  if (isStop(exit)) throw error;
  return { unseen: message, exit };
}
