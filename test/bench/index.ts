/** `npm run bench -- NAME`: measures one thing and says what it found. Not a test: machines differ. */
const BENCHES: Readonly<Record<string, () => Promise<void>>> = {
  bulk: async () => (await import('./bulk.ts')).bulk(),
  query: async () => (await import('./query.ts')).query(),
};

const [name = ''] = process.argv.slice(2);
const bench = BENCHES[name];
if (bench === undefined) {
  console.error(`usage: npm run bench -- NAME, one of: ${Object.keys(BENCHES).join(', ')}`);
  process.exitCode = 2;
} else {
  await bench();
}
