import { z } from 'zod';
import type { HiddenValue, StoredIntegration } from '../store/portkey-state.ts';
import { isSecretField } from './configurations.ts';
import { maskOf, type Vault } from './vault.ts';

/** Places of hidden values, to which they are bound. */
export const placeOf = ({ id }: Pick<StoredIntegration, 'id'>, field: string) => `${id} ${field}`;

/** The configurations with their secrets, as the gateway uses them. */
export function revealedConfigurations(
  integration: StoredIntegration,
  vault: Vault,
): Record<string, unknown> {
  const reveal = (value: HiddenValue, field: string) =>
    vault.reveal(value, placeOf(integration, field));
  const secrets = integration.secrets.map(({ name: field, value }): [string, unknown] => {
    const parsed: unknown = JSON.parse(reveal(value, field));
    return [field, parsed];
  });
  const sent = integration.headers.map(({ name: header, value }): [string, string] => [
    header,
    reveal(value, `header ${header}`),
  ]);
  return {
    ...integration.configurations,
    ...Object.fromEntries(secrets),
    ...(sent.length === 0 ? {} : { custom_headers: Object.fromEntries(sent) }),
  };
}

const headerFields = z.record(z.string(), z.string()).default({});

/** Keeps configurations, what is secret of them encrypted. */
export function storeConfigurations(
  integration: StoredIntegration,
  all: Readonly<Record<string, unknown>>,
  vault: Vault,
): void {
  const { custom_headers: sent, ...rest } = all;
  const entries = Object.entries(rest);
  const hide = (value: unknown, field: string) => {
    const hidden = vault.hide(JSON.stringify(value), placeOf(integration, field));
    return typeof value === 'string' ? { ...hidden, mask: maskOf(value) } : hidden;
  };
  integration.configurations = Object.fromEntries(
    entries.filter(([field]) => !isSecretField(field)),
  );
  integration.secrets = entries.flatMap(([field, value]) =>
    isSecretField(field) ? [{ name: field, value: hide(value, field) }] : [],
  );
  integration.headers = Object.entries(headerFields.parse(sent)).map(([header, value]) => ({
    name: header,
    value: vault.hide(value, placeOf(integration, `header ${header}`)),
  }));
}
