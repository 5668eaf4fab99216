import { fail } from '../core/fail.ts';
import type { RawCall } from '../planes/raw-api.ts';
import type { Context } from './context.ts';

/** Searches are sent with POST because they have a body; they read. */
const reads = /^\/v1\/(?:blueprints\/[^/]+\/)?entities\/search$/;

/** Returns true if a call may change something. */
export const mayChange = ({ method, path }: Pick<RawCall, 'method' | 'path'>): boolean =>
  method !== 'GET' && !(method === 'POST' && reads.test(path));

/** Asks before a call that may change something; with --yes it is sent. */
export async function confirmRawChange(context: Context, call: RawCall): Promise<void> {
  const { globals, ask } = context;
  if (globals.yes || !mayChange(call)) return;
  const what = `${call.method} ${call.path}`;
  if (!ask.available) {
    throw fail('ConfirmationNeeded', `${what} may change something: it needs --yes`, {
      hint: 'Nothing was sent. --dry-run shows what would be.',
    });
  }
  const question = { message: `Send ${what}`, flag: '--yes', suggestion: false };
  if (await ask.confirm(question)) return;
  throw fail('NotConfirmed', 'Nothing was sent');
}
