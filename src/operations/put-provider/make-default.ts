import { PortaiError } from '../../core/errors.ts';
import type { PortClient } from '../../planes/port/client.ts';
import type { Default } from '../../planes/port/nouns.ts';
import type { Report } from '../ports.ts';

/** Makes a provider that was just saved the organization's default. */
export async function makeDefault(
  { client, report }: { readonly client: PortClient; readonly report: Report },
  choice: Default,
): Promise<void> {
  await client.defaults.set(choice);
  report.note(`✓ Default: ${choice.provider} / ${choice.model}.`);
}

/** Adds to an error about the default that the provider itself is saved. */
export function savedAlready(error: unknown, id: string): unknown {
  if (!(error instanceof PortaiError)) return error;
  const { failure } = error;
  const cancelled = failure.name === 'Cancelled';
  const hints = [
    ...(failure.hint === undefined ? [] : [failure.hint]),
    ...(cancelled ? [] : [`${id} itself is saved.`]),
  ];
  return error.with({
    ...(cancelled ? { message: `Cancelled; ${id} is saved, and the default is as it was` } : {}),
    ...(hints.length === 0 ? {} : { hint: hints.join(' ') }),
    next: [
      ...(failure.next ?? []),
      { command: ['defaults', 'set', '--provider', id], why: 'make it the default later' },
    ],
  });
}
