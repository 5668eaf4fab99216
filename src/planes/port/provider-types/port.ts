import type { ProviderType } from './define.ts';

/** Port's own infrastructure: there from the start, switched on and off, never created or deleted. */
export const port = {
  id: 'port',
  title: "Port's managed models",
  models: [],
  creatable: false,
  variants: [{ id: 'managed', title: 'Managed by Port', fields: {} }],
} as const satisfies ProviderType;
