import { cell, type Style } from '../style.ts';
import { credentialsWords } from './credentials.ts';
import { renderFacts } from './providers.ts';

/** Where a profile leads at one control plane, and what is stored for it. */
export interface PlaneView {
  /** The address that the profile alone leads to. */
  readonly address: string;
  /** Its scheme and host, to which credentials are bound. */
  readonly origin: string;
  readonly credentials: {
    readonly kind: string;
    readonly clientId?: string;
    readonly origin?: string;
  } | null;
}

/** A profile as it is shown. */
export interface ProfileView {
  readonly name: string;
  readonly current: boolean;
  /** By the id of the plane, the main one first. */
  readonly planes: Readonly<Record<string, PlaneView>>;
  /** What it holds, by the keys of the settings file. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** The planes of a profile that are worth a line: the main one, and those that it has credentials for. */
function shownPlanes({ planes }: ProfileView): [string, PlaneView][] {
  return Object.entries(planes).filter(
    ([, { credentials }], index) => index === 0 || credentials !== null,
  );
}

/** In rows: name, `current` or a dash, address, kind of the stored credentials or `none`, plane. */
export function renderProfiles(profiles: readonly ProfileView[], style: Style): string {
  return style.table(
    ['PROFILE', 'IN USE', 'ADDRESS', 'CREDENTIALS', 'PLANE'],
    profiles.flatMap((profile) =>
      shownPlanes(profile).map(([plane, { address, credentials }]) => [
        profile.name,
        profile.current ? style.good('current') : cell(undefined),
        cell(address),
        credentials?.kind === 'unusable' ? style.bad('unusable') : (credentials?.kind ?? 'none'),
        plane,
      ]),
    ),
  );
}

/** One profile: a line a fact; in rows the same facts as name, tab, value. */
export function renderProfile(profile: ProfileView, style: Style): string {
  const { name, current, settings } = profile;
  const facts = shownPlanes(profile).flatMap(
    ([plane, { address, origin, credentials }], index): [string, string][] => {
      const said = index === 0 ? '' : `${plane} `;
      return [
        [`${said}address`, cell(address)],
        ...(index === 0 ? held(settings, style) : []),
        [`${said}credentials`, credentialsText(credentials, style)],
        ...(credentials?.origin === undefined || credentials.origin === origin
          ? []
          : [
              [`${said}stored for`, style.warn(cell(credentials.origin))] satisfies [
                string,
                string,
              ],
            ]),
      ];
    },
  );
  return renderFacts(
    [['profile', name], ['in use', current ? style.good('yes') : 'no'], ...facts],
    style,
  );
}

function held(settings: ProfileView['settings'], style: Style): [string, string][] {
  return Object.entries(settings)
    .filter(([key]) => style.layout === 'rows' || key !== 'apiUrl') // that is the address
    .map(([key, value]) => [key, cell(value)]);
}

function credentialsText(credentials: PlaneView['credentials'], style: Style): string {
  switch (credentials?.kind) {
    case undefined:
      return 'none';
    case 'unusable':
      return style.bad('the file is damaged or open to others; sign in again');
    default:
      return credentials === null ? 'none' : credentialsWords(credentials);
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
