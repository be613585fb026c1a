/** A configuration that cannot be used: one line a fault, each with its place. */
export function configError(lines: readonly string[], cause?: unknown): Error {
  return Object.assign(new Error(lines.join('\n'), { cause }), { name: 'ConfigError' });
}
