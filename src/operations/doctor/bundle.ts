import type { DoctorReport, ExaminedCheck } from './report.ts';
import { exitClasses } from '../../core/errors.ts';
import type { HiddenIds } from '../../core/text/stand-ins.ts';

/** A setting that was looked up, without its value. */
export interface BundledSetting {
  readonly setting: string;
  /** Who said so: a flag, a variable, the profile, or nobody. */
  readonly source: string;
}

/** One step of a request as a trace has it: no body, and of headers what is no credential. */
export interface BundledStep {
  readonly direction: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: number;
  readonly status?: number;
  readonly milliseconds?: number;
  readonly cause?: string;
}

/** What is known of the machine and of the run. */
export interface BundleFacts {
  readonly now: Date;
  readonly portai: string;
  readonly machine: { readonly node: string; readonly system: string };
  /** Names of variables that portai reads and that are set. */
  readonly variables: readonly string[];
  /** By profile. */
  readonly settings: Readonly<Record<string, readonly BundledSetting[]>>;
  /** The last request of this run that failed, from its start to its end; empty where none did. */
  readonly lastFailure: readonly BundledStep[];
  /** When the facts that age were last compared with their sources. */
  readonly checkedOn: Readonly<Record<string, string>>;
}

const about = (hidden: boolean) =>
  [
    'Made by `portai doctor --bundle` for whoever helps. It holds: versions, names and sources of settings, names of variables, what was looked at and what was seen, providers with the names of their secrets and models, and the last failing request without its body.',
    'Left out: values of settings, of variables and of secrets, credentials, bodies, and headers that may hold a credential.',
    hidden
      ? 'Names and ids are replaced by stand-ins such as <id-1>, the same id by the same one; names of models stay.'
      : 'Names and ids are in it; --redact-ids replaces them.',
    'Look at it before you send it to somebody.',
  ] as const;

/** Makes the value of a support file. Texts of servers are in it, so it is redacted before it is written. */
export function supportBundle(
  reports: readonly DoctorReport[],
  { now, settings, ...facts }: BundleFacts,
  hidden: boolean,
) {
  return {
    about: about(hidden),
    version: 1,
    madeAt: now.toISOString(),
    ...facts,
    profiles: reports.map(({ profile, address, organization, checks, providers, exit }) => ({
      ...{ profile, address, organization: organization ?? null },
      settings: settings[profile] ?? [],
      exitCode: exitClasses[exit].code,
      checks: checks.map(bundledCheck),
      providers,
    })),
  };
}

/** A check; of a setting that is as it should be without its value. */
function bundledCheck({ area, provider, id, verdict, says, exit, milliseconds }: ExaminedCheck) {
  const isValue = area === 'settings' && (verdict === 'pass' || verdict === 'skip');
  return {
    ...{ area, provider: provider ?? null, check: id, verdict, says: isValue ? null : says },
    ...(exit === undefined ? {} : { exitCode: exitClasses[exit].code }),
    ...(milliseconds === undefined ? {} : { milliseconds }),
  };
}

/**
 * What `--redact-ids` hides by name: profiles, organizations, hosts of one's own and secrets.
 *
 * @param open hosts that everybody knows
 * @param more further ids of this run, such as client ids; undefined ones are of no concern
 */
export function idsIn(
  reports: readonly DoctorReport[],
  open: ReadonlySet<string>,
  more: readonly (string | undefined)[],
): HiddenIds {
  const known = reports.flatMap(({ profile, address, organization, providers }) => [
    ...(profile === 'default' ? [] : [profile]),
    ...(organization ? [organization.id ?? '', organization.name ?? ''] : []),
    hostOf(address),
    ...providers.flatMap(({ secrets }) => secrets.map(({ name }) => name)),
  ]);
  const ids = [...known, ...more].filter((id) => id !== undefined);
  return { known: ids.filter((id) => id !== '' && !open.has(id.toLowerCase())), open, ownWords };
}

const hostOf = (address: string): string => (URL.canParse(address) ? new URL(address).host : '');

/** Fields whose words are those of portai, of a vendor's catalogue or of HTTP. */
const ownWords: ReadonlySet<string> = new Set([
  ...['about', 'area', 'check', 'checkedOn', 'direction', 'machine', 'madeAt', 'method'],
  ...['portai', 'provider', 'setting', 'variables', 'verdict'],
]);
