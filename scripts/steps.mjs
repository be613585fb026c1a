import { spawnSync } from 'node:child_process';

/** Says what is being done while it is done, and how long it took. */
export function step(what, work) {
  const start = process.hrtime.bigint();
  say(`${what} ...`);
  const result = work();
  say(`... took ${(Number(process.hrtime.bigint() - start) / 1e9).toFixed(1)} s`);
  return result;
}

/** One line for the person waiting. Standard output belongs to what runs next. */
export function say(line) {
  process.stderr.write(`setup: ${line}\n`);
}

/** Ends the process with one sentence. */
export function fail(sentence) {
  say(sentence);
  process.exit(1);
}

/** Whether a command ended well; its output goes to standard error as it comes. */
export function runs(command, args, options = {}) {
  return spawnSync(command, args, { stdio: ['ignore', 2, 2], ...options }).status === 0;
}

/** Runs a command in silence and gives what it printed. */
export function outcome(command, args, options = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', ...options });
  return { ok: status === 0, stdout: (stdout ?? '').trim(), stderr: (stderr ?? '').trim() };
}
