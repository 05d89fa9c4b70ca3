import type { Command } from "@smithy/core/client";
import {
  actionOf,
  isRest,
  keyOf,
  type Operation,
  protocolOf,
  refusal,
  regionOf,
  serviceOf,
  success,
} from "./aws-wire";
import { serve, type Server, type WireAnswer, type WireRequest } from "./server";

/** A class of commands of the SDK. */
type CommandClass<Input extends object, Output extends object> = new (
  input: Input,
) => Pick<Command<Input, Output, never>, "input"> & { readonly schema?: unknown } & CommandOutput<Output>;

/** Binds the output's type to the class, which names it in its own methods alone. */
interface CommandOutput<Output> {
  resolveMiddleware(...args: never[]): (...args: never[]) => Promise<{ readonly output: Output }>;
}

/** A refusal of AWS. */
export class Refused {
  constructor(
    readonly code: string,
    readonly message = "refused by the test",
  ) {}
}

/** Parts of a request that a fake looks at. */
interface Asked {
  readonly region: string;
  /** Parameters of the query protocols. */
  readonly parameters: URLSearchParams;
  /** The body of the others. */
  readonly json: Record<string, unknown>;
}

type Answering<Output> = Output | Refused | "silence" | ((asked: Asked) => Output | Refused);

/**
 * APIs of AWS on a server of this machine: answers are what the SDK's own types take, written with the SDK's own schemas, and
 * read by the SDK's own deserializers.
 */
export class AwsFake {
  /** Starts it, without an answer to anything. */
  static async start(): Promise<AwsFake> {
    const fake = new AwsFake();
    fake.server = await serve((request) => fake.answer(request));
    return fake;
  }

  /** Requests so far, as `ec2:DescribeVpcs`. */
  readonly calls: string[] = [];
  private readonly byKey = new Map<string, string[]>();
  /** Whether whatever has no answer is refused, as to somebody without rights. */
  deniesAll = false;

  private server!: Server;
  private readonly answers = new Map<string, { operation: Operation; answering: Answering<object> }>();

  private constructor() {}

  /** Address of all services. */
  get url(): string {
    return this.server.url;
  }

  /** Answers a command from now on. */
  on<Input extends object, Output extends object>(
    command: CommandClass<Input, Output>,
    answering: Answering<Omit<Output, "$metadata">>,
  ): void {
    const operation = new command({} as Input).schema as Operation;
    this.answers.set(operation[2], { operation, answering: answering });
  }

  /** Requests with an access key. */
  callsBy(key: string): readonly string[] {
    return this.byKey.get(key) ?? [];
  }

  /** Forgets all answers. */
  reset(): void {
    this.answers.clear();
    this.calls.length = 0;
    this.deniesAll = false;
  }

  /** Ends it. */
  close(): Promise<void> {
    return this.server.close();
  }

  private answer(request: WireRequest): WireAnswer | undefined {
    const protocol = protocolOf(request);
    const name = actionOf(request) ?? this.restName(request);
    const call = `${serviceOf(request)}:${name}`;
    this.calls.push(call);
    this.byKey.set(keyOf(request), [...this.callsBy(keyOf(request)), call]);
    const found = this.answers.get(name);
    if (found === undefined) return refusal(this.unknownCode(protocol), `${name} is not allowed`, protocol);
    const { operation, answering } = found;
    if (answering === "silence") return undefined;
    const answered = typeof answering === "function" ? answering(askedBy(request)) : answering;
    if (answered instanceof Refused) return refusal(answered.code, answered.message, protocol);
    try {
      return success(operation, answered, protocol);
    } catch (error) {
      return refusal("FakeFailure", String(error), protocol);
    }
  }

  private unknownCode(protocol: string): string {
    if (!this.deniesAll) return "NoAnswerGiven";
    if (protocol === "ec2") return "UnauthorizedOperation";
    return /json|cbor/.test(protocol) ? "AccessDeniedException" : "AccessDenied";
  }

  private restName(request: WireRequest): string {
    const found = [...this.answers.values()].find(({ operation }) => isRest(operation, request));
    return found?.operation[2] ?? `${request.method} ${request.target}`;
  }
}

function askedBy(request: WireRequest): Asked {
  const isJson = protocolOf(request) === "json";
  return {
    region: regionOf(request),
    parameters: new URLSearchParams(isJson ? "" : request.body.toString()),
    json: isJson ? (JSON.parse(request.body.toString()) as Record<string, unknown>) : {},
  };
}
