import type { ExitClass } from '../../core/errors.ts';
import type { Organization } from '../../planes/port/nouns.ts';
import { cell, time, type Style } from '../style.ts';
import { hanging, wrapped } from '../wrap.ts';
import { credentialsWords } from './credentials.ts';
import { renderFacts } from './providers.ts';

function organizationText({ id, name }: Organization): string {
  if (name === undefined) return cell(id);
  return id === undefined ? cell(name) : `${cell(name)} (${cell(id)})`;
}

interface Login {
  readonly action: string;
  readonly dryRun: boolean;
  readonly profile: string;
  readonly origin: string;
  readonly kind: string;
  readonly clientId?: string | undefined;
  readonly path: string;
  readonly verified: boolean;
  readonly organization?: Organization | undefined;
}

/** In rows: action, profile, origin, path. */
export function renderLogin(login: Login, style: Style): string {
  const { action, dryRun, profile, origin, kind, clientId, path, verified, organization } = login;
  if (style.layout === 'rows') {
    return [dryRun ? `would be ${action}` : action, profile, origin, path].join('\t');
  }
  const who = `${kind === 'client' ? '' : 'an '}${credentialsWords({ kind, clientId })}`;
  const where = organization ? `, organization ${organizationText(organization)}` : '';
  const tried = verified
    ? `${style.good('✓')} ${origin} accepts ${who}${where}.`
    : `${style.warn('!')} ${who} was not tried.`;
  // The path stays whole, so that it can be copied.
  const kept = dryRun
    ? '  Nothing was stored.'
    : `${wrapped(`Stored for profile "${profile}", to be sent to ${origin} only, in`, style.width, '  ')}\n  ${cell(path)}`;
  return `${hanging(tried, style.width, 2)}\n${kept}`;
}

interface Logout {
  readonly action: string;
  readonly dryRun: boolean;
  readonly profile: string;
  readonly credentials: { readonly origin?: string } | null;
}

/** In rows: action, profile. */
export function renderLogout(logout: Logout, style: Style): string {
  const { action, dryRun, profile, credentials } = logout;
  const gone = action === 'deleted';
  if (style.layout === 'rows') return `${dryRun && gone ? 'would be ' : ''}${action}\t${profile}`;
  if (!gone) return `${style.dim('=')} Nothing was stored for profile "${profile}".`;
  const whose = credentials?.origin === undefined ? '' : ` for ${cell(credentials.origin)}`;
  const done = dryRun ? 'would be' : 'were';
  const line = `${style.good('✓')} The credentials of profile "${profile}"${whose} ${done} removed.`;
  return hanging(line, style.width, 2);
}

interface ShownSetting<T> {
  readonly value: T;
  readonly source: string;
}

/** A further control plane that there are credentials for. */
export interface OtherPlane {
  readonly id: string;
  readonly title: string;
  readonly address: ShownSetting<string>;
  /** Null where what is stored cannot be used. */
  readonly credentials: { readonly kind: string; readonly source: string } | null;
  /** Whose they are, where the plane has several kinds. */
  readonly reach?: { readonly of: string | null; readonly how: string };
  /** Whether it took them when it was asked. */
  readonly accepted: boolean;
  readonly problem?:
    { readonly name: string; readonly message: string; readonly exit: ExitClass } | undefined;
}

/** Who one is in Port, and where each setting of the call comes from. */
export interface StatusView {
  readonly origin: ShownSetting<string>;
  readonly profile: ShownSetting<string>;
  readonly credentials: {
    readonly kind: 'client' | 'token' | 'sandbox';
    readonly clientId?: string | undefined;
    readonly source: string;
  };
  readonly organization: Organization;
  readonly user: { readonly email?: string | undefined };
  readonly role: { readonly name: string | null; readonly known: boolean; readonly how: string };
  readonly token: { readonly expiresAt?: string | undefined };
  readonly settings: {
    readonly timeout: ShownSetting<number>;
    readonly retries: ShownSetting<number>;
    readonly caFile: ShownSetting<string | null>;
  };
  readonly sandbox: false | 'admin' | 'member';
}

type AllPlanes = ({ readonly signedIn: true } & StatusView) | { readonly signedIn: false };

/** In rows: name, value, source. */
export function renderStatus(
  view: AllPlanes & { readonly planes: readonly OtherPlane[] },
  style: Style,
): string {
  const facts = [
    ...(view.signedIn ? factsOf(view, style) : [['Port', 'not signed in'] satisfies StatusLine]),
    ...view.planes.flatMap((plane) => factsOfOther(plane, style)),
  ];
  if (style.layout === 'rows') {
    return style.table(
      [],
      facts.map(([name, value, from]) => [name, value, cell(from)]),
    );
  }
  return renderFacts(
    facts.map(([name, value, from]) => [
      name,
      from === undefined ? value : `${value}  ${style.dim(`(${cell(from)})`)}`,
    ]),
    style,
  );
}

type StatusLine = [name: string, value: string, source?: string];

function factsOf(view: StatusView, style: Style): StatusLine[] {
  const { origin, profile, credentials, organization, user, role, token, settings } = view;
  const { kind, clientId, source } = credentials;
  return [
    ['organization', organizationText(organization)],
    ['user', cell(user.email)],
    ['role', role.name === null ? style.warn('unknown') : cell(role.name), cell(role.how)],
    ['credentials', credentialsWords({ kind, clientId }), source],
    ['token ends', time(token.expiresAt, style)],
    ['address', origin.value, origin.source],
    ['profile', profile.value, profile.source],
    ['timeout', `${settings.timeout.value} s`, settings.timeout.source],
    ['retries', String(settings.retries.value), settings.retries.source],
    ['CA file', cell(settings.caFile.value), settings.caFile.source],
  ];
}

function factsOfOther(
  { title, address, credentials, reach, problem }: OtherPlane,
  style: Style,
): StatusLine[] {
  return [
    [title, problem ? style.bad(cell(problem.message)) : style.good('signed in')],
    ...(credentials === null
      ? []
      : [
          [
            `${title} credentials`,
            credentialsWords(credentials),
            credentials.source,
          ] satisfies StatusLine,
        ]),
    ...(reach === undefined ? [] : [keyOf(title, reach, style)]),
    [`${title} address`, cell(address.value), address.source],
  ];
}

const keyOf = (
  title: string,
  { of, how }: NonNullable<OtherPlane['reach']>,
  style: Style,
): StatusLine => [
  `${title} key`,
  of === null ? style.warn('not proved') : `of the ${cell(of)}`,
  how,
];
