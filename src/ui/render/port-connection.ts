import type { PortConnection } from '../../operations/integrations/connect-port.ts';
import { cell, type Style } from '../style.ts';
import { wrapped } from '../wrap.ts';
import { renderFacts } from './providers.ts';

/** Source of the last part: the published gateway, `src/middlewares/auth/authN.ts`. */
const bearer =
  'Port sends the key as a bearer token: its custom headers lie in the open. Portkey documents the header x-portkey-api-key only; where it is missing, the published gateway reads the key from Authorization.';

/** What Port will call, and with what: for a person, before it is tested. */
export function renderConnection(
  { integration, gatewayUrl, secret, models, kept }: PortConnection,
  style: Style,
): string {
  const described = models.map(({ name, contextWindow }) =>
    contextWindow === undefined ? name : `${name} (context ${contextWindow})`,
  );
  return [
    renderFacts(
      [
        ['integration', cell(integration)],
        ['Port calls', cell(gatewayUrl)],
        ['key', `the secret ${cell(secret)} in Port`],
        ['models', described.map(cell).join(', ')],
        ...(kept.length === 0 ? [] : [['stay', kept.map(cell).join(', ')] as const]),
      ],
      style,
    ),
    wrapped(bearer, style.width, ''),
  ].join('\n');
}
