import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../db/open.ts';
import { remembered } from '../../db/remembered.ts';
import { aPath, closing, memory } from './stage.ts';

const insert = "insert into meta (name, value) values ('x', 'y')";

/** A reading, and how often it was made. */
function reading() {
  const made: string[] = [];
  const count = remembered(({ sqlite }, name) => {
    made.push(name);
    return sqlite.prepare<[], number>('select count(*) from meta').pluck().get();
  });
  return { count, made };
}

describe('what is remembered', () => {
  it('is read once, by name and by database', () => {
    const [db, other] = [memory(), memory()];
    const { count, made } = reading();

    for (const name of ['a', 'b', 'a', 'b']) expect(count(db, name)).toBe(0);
    other.sqlite.exec(insert);
    expect(count(other, 'a')).toBe(1);
    expect(count(db, 'a')).toBe(0);

    expect(made).toEqual(['a', 'b', 'a']);
  });

  it('is read again after a write of its own connection', () => {
    const db = memory();
    const { count } = reading();
    expect(count(db)).toBe(0);

    db.sqlite.exec(insert);

    expect(count(db)).toBe(1);
  });

  it.each<[string, (path: string) => void]>([
    ['connection', (path) => write(closing(openDatabase(path)))],
    [
      'process',
      (path) => {
        const program = `require('better-sqlite3')(process.argv[1]).exec(process.argv[2])`;
        execFileSync(process.execPath, ['-e', program, path, insert]);
      },
    ],
  ])('is read again after a write of another %s', (_, writeFrom) => {
    const path = aPath();
    const db = closing(openDatabase(path));
    const { count } = reading();
    expect(count(db)).toBe(0);

    writeFrom(path);

    expect(count(db)).toBe(1);
  });

  it('is never what a transaction saw that was undone', () => {
    const db = memory();
    const { count } = reading();
    const undone = db.sqlite.transaction(() => {
      write(db);
      expect(count(db)).toBe(1);
      throw new Error('undone');
    });

    expect(undone).toThrow('undone');

    expect(count(db)).toBe(0);
  });
});

function write({ sqlite }: Database): void {
  sqlite.exec(insert);
}
