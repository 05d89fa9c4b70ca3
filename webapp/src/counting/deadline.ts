/** Settles as `work` does, or rejects with what `error` makes once `ms` milliseconds have passed. */
export function withDeadline<T>(work: Promise<T>, ms: number, error: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(error()), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
