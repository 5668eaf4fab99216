/** The path under which the sandbox serves Portkey's Admin API and its gateway, on the server that serves Port's. */
export const portkeySandboxPath = '/portkey/v1';
