/** Runs a task once there is room for it. */
export type Slots = <T>(task: () => Promise<T>) => Promise<T>;

/** Room for so many tasks at a time; the others wait in the order they came. */
export function slots(many: number): Slots {
  const waiting: (() => void)[] = [];
  let free = many;
  return async (task) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
