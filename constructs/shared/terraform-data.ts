import { type TerraformMetaArguments, TerraformResource } from "cdktf";
import type { Construct } from "constructs";

/** Properties of {@link TerraformData}, besides the meta-arguments of any resource. */
export interface TerraformDataProps extends TerraformMetaArguments {
  /**
   * Values that it remembers in state.
   *
   * @default - nothing
   */
  readonly input?: Readonly<Record<string, string>>;
  /**
   * Values whose change replaces it.
   *
   * @default - nothing
   */
  readonly triggersReplace?: Readonly<Record<string, string>>;
}

/**
 * Terraform's own resource, `terraform_data`, in no cloud.
 *
 * cdktf's `DataResource` runs `terraform version` at every synthesis, and fails where there is no Terraform.
 */
export class TerraformData extends TerraformResource {
  /** Type of the resource in Terraform. */
  static readonly tfResourceType = "terraform_data";

  constructor(
    scope: Construct,
    id: string,
    private readonly props: TerraformDataProps,
  ) {
    super(scope, id, { ...props, terraformResourceType: TerraformData.tfResourceType });
  }

  /** The id that Terraform generated at its creation. */
  get id(): string {
    return this.getStringAttribute("id");
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { input: this.props.input, triggers_replace: this.props.triggersReplace };
  }
}
