import { cell, type Style } from '../style.ts';
import { renderFacts } from './providers.ts';

export interface ProfileView {
  readonly name: string;
  readonly current: boolean;
  /** Where the profile alone leads. */
  readonly origin: string;
  readonly credentials: {
    readonly kind: 'client' | 'token' | 'unusable';
    readonly clientId?: string;
    readonly origin?: string;
  } | null;
  /** What it holds, by the keys of the settings file. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** In rows: name, `current` or a dash, origin, kind of the stored credentials or `none`. */
export function renderProfiles(profiles: readonly ProfileView[], style: Style): string {
  return style.table(
    ['PROFILE', 'IN USE', 'ADDRESS', 'CREDENTIALS'],
    profiles.map(({ name, current, origin, credentials }) => [
      name,
      current ? style.good('current') : cell(undefined),
      cell(origin),
      credentials?.kind === 'unusable' ? style.bad('unusable') : (credentials?.kind ?? 'none'),
    ]),
  );
}

/** One profile: a line a fact; in rows the same facts as name, tab, value. */
export function renderProfile(profile: ProfileView, style: Style): string {
  const { name, current, origin, credentials, settings } = profile;
  return renderFacts(
    [
      ['profile', name],
      ['in use', current ? style.good('yes') : 'no'],
      ['address', cell(origin)],
      ...Object.entries(settings)
        .filter(([key]) => style.layout === 'rows' || key !== 'apiUrl') // that is the address
        .map(([key, value]): [string, string] => [key, cell(value)]),
      ['credentials', credentialsText(profile, style)],
      ...(credentials?.origin === undefined || credentials.origin === origin
        ? []
        : [['stored for', style.warn(cell(credentials.origin))] satisfies [string, string]]),
    ],
    style,
  );
}

function credentialsText({ credentials }: ProfileView, style: Style): string {
  switch (credentials?.kind) {
    case 'client':
      return `client ${cell(credentials.clientId)}`;
    case 'token':
      return 'access token';
    case 'unusable':
      return style.bad('the file is damaged or open to others; sign in again');
    case undefined:
      return 'none';
  }
}

interface ProfileChanged {
  readonly action: string;
  readonly dryRun: boolean;
  readonly name: string;
  readonly changed: readonly string[];
}

/** In rows: action, name, what changed. */
export function renderProfileChange(change: ProfileChanged, style: Style): string {
  const { action, dryRun, name, changed } = change;
  const would = dryRun && action !== 'unchanged' ? 'would be ' : '';
  if (style.layout === 'rows') return [`${would}${action}`, name, changed.join(',')].join('\t');
  if (changed.includes('current')) {
    return `${style.good('✓')} Profile "${name}" ${dryRun ? 'would be' : 'is'} the current one.`;
  }
  const mark = action === 'unchanged' ? style.dim('=') : style.good('✓');
  const what = changed.length === 0 ? '' : ` (${changed.join(', ')})`;
  return `${mark} Profile "${name}" ${would}${action}${what}.`;
}
