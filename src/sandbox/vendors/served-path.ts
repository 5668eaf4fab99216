/** Where a served sandbox has its simulated providers: `/simulated/<host>/<path>`. */
export const servedPrefix = '/simulated/';

/** The path under which a client of a served sandbox reaches a path of a host. */
export const servedPath = (host: string, path: string): string => `${servedPrefix}${host}${path}`;
