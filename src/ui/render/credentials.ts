import { cell } from '../style.ts';

/** What may be said of credentials, by their kind. */
interface ShownCredentials {
  readonly kind: string;
  readonly clientId?: string | undefined;
}

const words: Readonly<Record<string, string>> = {
  client: 'client',
  token: 'access token',
  key: 'API key',
  sandbox: 'of the sandbox',
};

/** Credentials in words: `client abc`, `access token`, `API key`. */
export function credentialsWords({ kind, clientId }: ShownCredentials): string {
  const named = words[kind] ?? cell(kind);
  return clientId === undefined ? named : `${named} ${cell(clientId)}`;
}
