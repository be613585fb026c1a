import type Sqlite from 'better-sqlite3';

/** A statement that was run, and how. */
interface Run {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/**
 * Watches a connection, so that the statements of a question can be run again by themselves: what a
 * question takes beyond them is ours, not SQLite's. To be called before anything is prepared on it.
 */
export function watchStatements(sqlite: Sqlite.Database) {
  const prepare = sqlite.prepare.bind(sqlite);
  let runs: Run[] | null = null;

  function watched(sql: string): Sqlite.Statement {
    const proxy: Sqlite.Statement = new Proxy(prepare(sql), {
      get(statement, name) {
        const value: unknown = Reflect.get(statement, name);
        if (typeof value !== 'function') return value;
        return (...values: unknown[]) => {
          if (name === 'all' || name === 'get') runs?.push({ sql, values });
          const result: unknown = value.apply(statement, values);
          return result === statement ? proxy : result;
        };
      },
    });
    return proxy;
  }
  Object.defineProperty(sqlite, 'prepare', { value: watched });

  return {
    /** Asks once, and gives what runs the same statements again, prepared, without making objects. */
    async of(ask: () => unknown): Promise<() => void> {
      runs = [];
      await ask();
      const prepared = runs.map(({ sql, values }) => {
        const statement = prepare(sql).raw();
        return () => statement.all(...values);
      });
      runs = null;
      return () => {
        for (const run of prepared) run();
      };
    },
  };
}
