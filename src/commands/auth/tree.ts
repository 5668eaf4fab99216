import { verb, type Node } from '../define.ts';

/** The commands of `portai auth`, in the order of help. */
export const auth: Node = {
  name: 'auth',
  summary: 'sign in, sign out, and see who you are',
  children: [
    verb('login', 'store credentials for this machine', async () => {
      return (await import('./login.ts')).define;
    }),
    verb('logout', 'remove the stored credentials', async () => {
      return (await import('./logout.ts')).define;
    }),
    verb(
      'status',
      'who you are, in which organization, and where each value comes from',
      async () => {
        return (await import('./status.ts')).define;
      },
    ),
    verb('token', 'print an access token', async () => (await import('./token.ts')).define),
  ],
};
