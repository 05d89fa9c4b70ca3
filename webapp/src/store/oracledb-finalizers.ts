const Original = globalThis.FinalizationRegistry;

/**
 * Lets the driver's clean-up fail in peace.
 *
 * In thin mode the driver says good-bye for each connection object that is collected without one, a log-in that failed among them
 * (`lib/thin/connection.js`). Where the socket was closed from this side meanwhile, as a log-in that is given up is, that throws; nobody
 * can catch what a finalizer throws, so the process would end, minutes after the network had failed. There is nobody left to say good-bye to.
 *
 * The driver makes its one registry when it is loaded, so the first that is made is the driver's, and every other is as ever.
 */
globalThis.FinalizationRegistry = class<T> extends Original<T> {
  constructor(cleanUp: (held: T) => void) {
    super((held) => {
      try {
        cleanUp(held);
      } catch {
        // Closed already.
      }
    });
    globalThis.FinalizationRegistry = Original;
  }
};

export {};
