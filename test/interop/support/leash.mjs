// Runs a program for as long as whoever started this one holds its stdin open. That end comes in
// every case, also when a test run is killed: so no server outlives the run that it was started for.
// Usage: node leash.mjs <program> [argument…]; what the program prints is passed on.
import { spawn } from 'node:child_process';

const patienceMs = 3_000;

const [file = '', ...args] = process.argv.slice(2);
// A process group of its own: the children of the program end with it, and Ctrl-C reaches it in order.
/** @type {import('node:child_process').ChildProcess} */
const child = spawn(file, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true });

/** @param {NodeJS.Signals} name */
const signal = (name) => {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, name);
  } catch {
    // It has ended already.
  }
};

function end() {
  signal('SIGTERM');
  setTimeout(() => signal('SIGKILL'), patienceMs);
}

process.stdin.resume();
for (const event of ['end', 'error', 'close']) process.stdin.once(event, end);
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(name, end);

child.once('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
child.once('exit', (code) => {
  signal('SIGKILL'); // what is left of its group
  process.exit(code ?? 1);
});
