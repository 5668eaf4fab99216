/** The agents of the sandbox's organization, as entities of their blueprint. */
export const agents = [
  {
    identifier: 'incident-helper',
    title: 'Incident helper',
    blueprint: '_ai_agent',
    properties: {
      description: 'Finds who is on call and what changed last',
      prompt: 'Help with incidents.',
    },
    relations: {},
    createdAt: '2026-01-01T00:00:00.000Z',
    createdBy: 'sandbox-admin',
    updatedAt: '2026-01-01T00:00:00.000Z',
    updatedBy: 'sandbox-admin',
  },
] as const;
