/** How Google Cloud names what a connection needs. */

/** A project id as Google gives them; older ones of an organization have its domain in front. */
export const projectPattern = /^(?:[a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/;

/** Where Vertex AI serves: the world, one of its two multi-regions, or a region. */
export const locationPattern = /^(?:global|us|eu|[a-z]+-[a-z]+\d+)$/;
