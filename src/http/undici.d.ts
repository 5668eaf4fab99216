// The package's main file loads fetch, WebSocket and mocks, three quarters of its start-up cost;
// the dispatcher alone is enough where no proxy is in use.
declare module 'undici/lib/dispatcher/agent.js' {
  import type { Agent } from 'undici';

  const agent: typeof Agent;
  export default agent;
}
