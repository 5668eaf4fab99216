import { configInvalid } from '../config-invalid.ts';

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
export function azureOrigin(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw configInvalid('The endpoint is not a whole URL');
  }
  if (azureHost.test(url.origin)) return url.origin;
  return `${url.origin}${url.pathname.replace(pasted, '').replace(/\/+$/, '')}`;
}

/** A resource as a person names it: by its endpoint, or by the first word of its host names. */
export type AzureAddress = { readonly endpoint: string } | { readonly resourceName: string };

/** The address of a resource that is named in either form. Throws CONFIG_INVALID. */
export function originOf(address: AzureAddress): string {
  if ('endpoint' in address) return azureOrigin(address.endpoint);
  const name = azureHost.exec(address.resourceName)?.[1] ?? address.resourceName;
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
export function addressRemarks(address: AzureAddress, plane: string): string[] {
  const origin = originOf(address);
  if ('endpoint' in address) {
    const { endpoint } = address;
    return endpoint.replace(/\/+$/, '').toLowerCase() === origin.toLowerCase()
      ? []
      : [`Tested at ${origin}; whether ${plane} takes ${endpoint} alike is not known.`];
  }
  return resourcePattern.test(address.resourceName)
    ? []
    : [`The resource name holds an address; tested with ${origin}.`];
}
