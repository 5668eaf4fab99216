import { configInvalid } from '../config-invalid.ts';
import type { Config } from '../test-requests.ts';

/** Where a resource of Azure AI is, whatever part of its address a configuration holds. */

/** The first word of a resource's host names. */
export const resourcePattern = /^[a-zA-Z0-9][a-zA-Z0-9-]{1,62}$/;

const azureHost =
  /^(?:https:\/\/)?([a-z0-9][a-z0-9-]{1,62})\.(openai|services\.ai|cognitiveservices)\.azure\.com(?=[/?#:]|$)/i;

/** Routes that people paste along. */
const pasted = /\/(?:openai|anthropic)(?:\/(?:v1|deployments)(?:\/.*)?)?\/?$/;

/**
 * The address before `/openai` or `/anthropic`, without a slash at its end. Of Azure's own hosts
 * nothing else counts; a gateway in front of one may have a prefix. Throws CONFIG_INVALID.
 */
export function azureOrigin(endpoint: unknown): string {
  const url =
    typeof endpoint === 'string' && URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw configInvalid('The endpoint is not a whole URL');
  }
  if (azureHost.test(url.origin)) return url.origin;
  return `${url.origin}${url.pathname.replace(pasted, '').replace(/\/+$/, '')}`;
}

/** The address of the resource that a configuration names in either form. Throws CONFIG_INVALID. */
export function originOf({ endpoint, resourceName }: Config): string {
  if (endpoint !== undefined) return azureOrigin(endpoint);
  const given = typeof resourceName === 'string' ? resourceName : '';
  const name = azureHost.exec(given)?.[1] ?? given;
  // It becomes a part of the host that the key is sent to.
  if (!resourcePattern.test(name)) {
    throw configInvalid('The resource name is not one: give the first word of its host name');
  }
  return `https://${name}.openai.azure.com`;
}

/** The resource's other host name, which serves the same API; undefined for other hosts. */
export function otherOrigin(origin: string): string | undefined {
  const [, resource, kind] = azureHost.exec(origin) ?? [];
  if (resource === undefined) return undefined;
  return `https://${resource}.${kind === 'openai' ? 'services.ai' : 'openai'}.azure.com`;
}

/** What of an address was not taken as it stands. */
export function addressRemarks(config: Config): string[] {
  const origin = originOf(config);
  const { endpoint, resourceName } = config;
  if (typeof endpoint === 'string') {
    return endpoint.replace(/\/+$/, '').toLowerCase() === origin.toLowerCase()
      ? []
      : [`Tested at ${origin}; whether Port takes ${endpoint} alike is not known.`];
  }
  return resourcePattern.test(String(resourceName))
    ? []
    : [`The resource name holds an address; tested with ${origin}.`];
}
