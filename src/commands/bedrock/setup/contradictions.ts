import type { SetupFlags } from './flags.ts';
import { fail } from '../../../core/fail.ts';

/** Refuses flags of which one would be silently ignored beside the other. */
export function requireConsistent(given: SetupFlags): void {
  const keys = [
    ['--access-key-id-secret', given.accessKeyIdSecret],
    ['--secret-access-key-secret', given.secretAccessKeySecret],
    ['--access-key-id-env', given.accessKeyIdEnv],
    ['--secret-access-key-env', given.secretAccessKeyEnv],
  ] as const;
  const role = [
    ['--create', given.create || undefined],
    ['--role-arn', given.roleArn],
    ['--update-role', given.updateRole || undefined],
  ] as const;
  const ids = [
    ['--external-id-secret', given.externalIdSecret],
    ['--external-id-env', given.externalIdEnv],
  ] as const;
  const first = (flags: readonly (readonly [string, unknown])[]) =>
    flags.find(([, value]) => value !== undefined)?.[0];
  const [key, ofRole, id] = [first(keys), first(role), first(ids)];
  const byKeys = given.auth === 'access-keys' ? '--auth access-keys' : key;
  if (given.auth === 'assume-role' && key !== undefined) throw apart('--auth assume-role', key);
  if (byKeys !== undefined && ofRole !== undefined) throw apart(byKeys, ofRole);
  if (byKeys !== undefined && id !== undefined) throw apart(byKeys, id);
  if (byKeys !== undefined && given.emit !== undefined && given.emit !== 'aws-cli') {
    throw fail('Usage', `There is no ${given.emit} form of a user with access keys`, {
      hint: 'It would keep the secret key in its state or outputs. --emit aws-cli writes a script that puts the keys into files of yours alone; a role goes with every form.',
    });
  }
  if (given.emit !== undefined && given.roleArn !== undefined) throw apart('--emit', '--role-arn');
  if (!given.externalId && id !== undefined) throw apart('--no-external-id', id);
  if ((given.accessKeyIdEnv === undefined) !== (given.secretAccessKeyEnv === undefined)) {
    throw fail('Usage', '--access-key-id-env and --secret-access-key-env go together');
  }
  if ((given.guardrailId === undefined) !== (given.guardrailVersion === undefined)) {
    throw fail('Usage', '--guardrail-id and --guardrail-version go together');
  }
}

const apart = (one: string, other: string) =>
  fail('Usage', `${one} and ${other} contradict each other`, { hint: 'Leave one of them out.' });
