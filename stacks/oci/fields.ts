/**
 * Fields of Resource Manager's form (`schema.yaml`), as far as they are used here:
 * https://docs.oracle.com/iaas/Content/ResourceManager/Concepts/terraformconfigresourcemanager_topic-schema.htm
 */

/** Tells from the values of other inputs whether something is shown. Oracle takes two operands at the most. */
type Condition =
  | boolean
  | string
  | { readonly eq: readonly [input: string, value: string | number | boolean] }
  | { readonly not: readonly [Condition] }
  | { readonly and: readonly [Condition, Condition] }
  | { readonly or: readonly [Condition, Condition] };

interface Text {
  readonly minLength?: number;
  readonly maxLength?: number;
  /**
   * Regular expression that both JavaScript and Terraform understand; must match the whole value.
   *
   * @default - any text
   */
  readonly pattern?: string;
}

interface Figure {
  readonly minimum?: number;
  readonly maximum?: number;
}

/** A field that a person fills in. `dependsOn` names the inputs that a picker asks first. */
export type Field =
  | ({ readonly type: "string" } & Text)
  | ({ readonly type: "text"; readonly multiline: true } & Text)
  | ({ readonly type: "password"; readonly confirmation: true } & Text)
  | { readonly type: "boolean" }
  | ({ readonly type: "integer" } & Figure)
  | { readonly type: "enum"; readonly enum: readonly string[] }
  | { readonly type: "oci:identity:compartment:id" }
  | { readonly type: "oci:identity:region:name" }
  | {
      readonly type: "oci:identity:availabilitydomain:name";
      readonly dependsOn: { readonly compartmentId: string; readonly regionName: string };
    }
  | {
      readonly type: "oci:core:instanceshapewithflex:name";
      readonly dependsOn: { readonly compartmentId: string };
    }
  | { readonly type: "oci:core:image:id"; readonly dependsOn: { readonly compartmentId: string } }
  | { readonly type: "oci:kms:vault:id"; readonly dependsOn: { readonly compartmentId: string } }
  | {
      readonly type: "oci:kms:key:id";
      readonly dependsOn: { readonly compartmentId: string; readonly vaultId: string };
    };

/** A shape as Resource Manager hands it over; a fixed shape comes without figures. */
interface ChosenShape {
  /** Name of the shape. */
  readonly instanceShape: string;
  /** Oracle CPUs of a flexible shape. */
  readonly ocpus: number;
  /** Memory of a flexible shape in GiB. */
  readonly memory: number;
}

/** A rule for the value of an input. */
export interface InputRule {
  /** The rule in words, to follow "must". */
  readonly must: string;
  /** The rule as a condition in Terraform's language, for the variable of this address. */
  readonly holds: (variable: string) => string;
  /**
   * The rule as a regular expression that matches the whole value, for JavaScript.
   *
   * @default - only Terraform can tell
   */
  readonly pattern?: string;
}

/** One input: the Terraform variable and the field of the form that fills it in. */
export interface Input {
  /** Group of the form that it stands in. */
  readonly group: string;
  /** Short name, shown above the field. */
  readonly title: string;
  /** Description, in Terraform's variable and in the form. */
  readonly description: string;
  /** Field of the form; the variable's type follows from it. */
  readonly field: Field;
  /**
   * Validation rules of the Terraform variable beside those of the field's type; a field's pattern is one of these rules, in words.
   *
   * @default - what the field says alone
   */
  readonly rules?: readonly InputRule[];
  /**
   * Value where nobody says otherwise.
   *
   * @default - the input is required
   */
  readonly default?: string | number | boolean | ChosenShape;
  /**
   * Whether the form shows it.
   *
   * @default true
   */
  readonly visible?: Condition;
  /**
   * Whether Terraform hides its value.
   *
   * @default - for passwords only
   */
  readonly sensitive?: boolean;
}

/** One output: the Terraform output and how Resource Manager shows it. */
export interface Output {
  /** Group that it is shown in. */
  readonly group: string;
  /** Short name. */
  readonly title: string;
  /** Description, in Terraform's output. */
  readonly description: string;
  /** Presentation by Resource Manager; a link has a caption of 3 to 45 characters. */
  readonly shown:
    { readonly type: "link"; readonly displayText: string } | { readonly type: "copyableString" | "ocid" };
}

/** One group of inputs. */
export interface InputGroup {
  /** Title of the group. */
  readonly title: string;
  /**
   * Whether the form shows it.
   *
   * @default true
   */
  readonly visible?: Condition;
}

/** A value's type in Terraform, as Resource Manager hands it over. */
export function terraformTypeOf({ type }: Pick<Field, "type">): string {
  switch (type) {
    case "boolean":
      return "bool";
    case "integer":
      return "number";
    case "oci:core:instanceshapewithflex:name":
      return "object({ instanceShape = string, ocpus = optional(number, 1), memory = optional(number, 8) })";
    default:
      return "string";
  }
}

/** Whether a value must not be readable on a screen. */
export function isSensitive({ sensitive, field }: Input): boolean {
  return sensitive ?? field.type === "password";
}
