import { describe } from "@jest/globals";
import type { CounterStore } from "../../src/store/store";
import { open } from "../../src/store/memory";
import { testStore } from "./suite";

describe("the store in memory", () => {
  let shared: CounterStore;
  testStore({
    open: () => shared,
    reset: () => {
      shared = open();
      return Promise.resolve();
    },
  });
});
