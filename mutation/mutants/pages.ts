import type { Edits } from "../mutant";

/** Numbers in prose and tables. */
export const pages: Edits = {
  "README.md": [
    {
      name: "README: a wrong price of a lab on AWS",
      find: "| $96     |",
      put: "| $86     |",
    },
    {
      name: "README: a wrong price of a lab on OCI",
      find: "| $590    |",
      put: "| $490    |",
    },
  ],
  "docs/guarantees.md": [
    {
      name: "guarantees: a wrong number of visitors that a server holds",
      find: "more visitors than a server holds (4,096)",
      put: "more visitors than a server holds (8,192)",
    },
    {
      name: "guarantees: a wrong time until a log-in is given up",
      find: "503 until it is given up, after ten seconds",
      put: "503 until it is given up, after five seconds",
    },
    {
      name: "guarantees: a wrong time until health tells of a loss",
      find: "503 within 1.5 s, 200 within 2 s of its return",
      put: "503 within 0.5 s, 200 within 2 s of its return",
    },
    {
      name: "guarantees: a wrong time that an answer takes at most",
      find: "no answer takes longer than two seconds",
      put: "no answer takes longer than three seconds",
    },
  ],
  "docs/aws.md": [
    {
      name: "docs: a wrong price on AWS",
      find: "730 × $0.0225 = $16.43  | 730 × $0.0225 = $16.43",
      put: "730 × $0.0225 = $14.43  | 730 × $0.0225 = $16.43",
    },
  ],
};
